using Payments.Launcher;
using Payments.Launcher.Demo;
using Payments.Launcher.Reconciling;
using Payments.Launcher.State;

try
{
    return args switch
    {
        ["demo", .. var rest] => await DemoRun.RunAsync(LaunchArguments.Parse(rest)),
        ["reconcile", .. var rest] => await ReconcileRun.RunAsync(
            rest, Console.Out, Console.Error, new HttpClientHandler()),
        _ => await new LocalService(LaunchArguments.Parse(args)).RunAsync(),
    };
}
catch (LaunchRejectedException rejection)
{
    Console.Error.WriteLine(rejection.Message);
    return 1;
}
