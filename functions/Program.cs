using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Payments.Functions;

var builder = FunctionsApplication.CreateBuilder(args);
builder.Services.AddPayments(builder.Configuration);
builder.Build().Run();
