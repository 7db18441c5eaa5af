using Payments.LocalHost.Hosting;
using Payments.LocalHost.Service;

try
{
    return await LocalService.RunAsync(ServiceArguments.Parse(args));
}
catch (Exception refusal) when (refusal is ServiceRefusedException or FunctionRefusedException)
{
    Console.Error.WriteLine(refusal.Message);
    return 1;
}
