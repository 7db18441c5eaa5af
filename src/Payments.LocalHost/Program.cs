using Microsoft.AspNetCore.Connections;
using Payments.LocalHost.Hosting;
using Payments.LocalHost.Service;

try
{
    return await LocalService.RunAsync(ServiceArguments.Parse(args));
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
