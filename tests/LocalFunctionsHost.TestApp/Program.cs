using LocalFunctionsHost.TestApp;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

if (Environment.GetEnvironmentVariable(Switches.Broken) is not null)
{
    await Console.Error.WriteLineAsync("This worker is broken.");
    return 7;
}

if (Environment.GetEnvironmentVariable(Switches.Plain) is not null)
{
    await new HostBuilder()
        .ConfigureFunctionsWorkerDefaults()
        .ConfigureServices(services => services.AddSingleton<Recorder>())
        .Build()
        .RunAsync();
    return 0;
}

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services.AddSingleton<Recorder>();
await builder.Build().RunAsync();
return 0;
