using Payments.Launcher;
using Payments.Launcher.Demo;
using Payments.Launcher.State;

try
{
    return args is ["demo", .. var rest]
        ? await DemoRun.RunAsync(LaunchArguments.Parse(rest))
        : await new LocalService(LaunchArguments.Parse(args)).RunAsync();
}
catch (LaunchRejectedException rejection)
{
    Console.Error.WriteLine(rejection.Message);
    return 1;
}
