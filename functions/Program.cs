using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Payments.Functions;
using Payments.Functions.Http;

var builder = FunctionsApplication.CreateBuilder(args);
builder.UseMiddleware<UnarrivedRequests>();
builder.ConfigureFunctionsWebApplication();
builder.Services.AddPayments(builder.Configuration);
builder.Build().Run();
