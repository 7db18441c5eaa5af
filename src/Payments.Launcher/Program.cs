using Microsoft.AspNetCore.Connections;
using Payments.LocalHost.Demo;
using Payments.LocalHost.Hosting;
using Payments.LocalHost.Service;

try
{
    return args is ["demo", .. var rest]
        ? await DemoRun.RunAsync(ServiceArguments.Parse(rest))
        : await LocalService.RunAsync(ServiceArguments.Parse(args));
}
catch (IOException taken) when (taken.InnerException is AddressInUseException)
{
    Console.Error.WriteLine($"{taken.Message} Choose another PORT.");
    return 1;
}
catch (Exception refusal) when (refusal is ServiceRefusedException or FunctionRefusedException)
{
    Console.Error.WriteLine(refusal.Message);
    return 1;
}
