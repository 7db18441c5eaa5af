using Payments.CommandLine.DeadLetters;
using Payments.CommandLine.Exporting;
using Payments.CommandLine.Refunds;
using Payments.CommandLine.Seeding;
using Payments.CommandLine.Service;
using Spectre.Console.Cli;

var app = new CommandApp();
app.Configure(commands =>
{
    commands.SetApplicationName("./run");
    commands.PropagateExceptions();
    commands.AddCommand<RefundCommand>("refund")
        .WithDescription("Refunds an order, an authorization or a capture; with --preview, only shows the allocation.");
    commands.AddBranch("dead-letters", letters =>
    {
        letters.SetDescription("Messages that could not be processed.");
        letters.SetDefaultCommand<ListDeadLettersCommand>();
        letters.AddCommand<ListDeadLettersCommand>("list").WithDescription("Lists them with their reasons.");
        letters.AddCommand<RequeueDeadLettersCommand>("requeue")
            .WithDescription("Requeues one, or all of a queue, once the cause is mended.");
    });
    commands.AddCommand<ExportCommand>("export")
        .WithDescription("Writes an organization's changes of money to standard output, as CSV, the oldest first.");
    commands.AddCommand<SeedCommand>("seed")
        .WithDescription("Makes orders of many kinds on a sandbox, to have something to look at.");
});
using var interrupt = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    interrupt.Cancel();
};
try
{
    return await app.RunAsync(args, interrupt.Token);
}
catch (Exception rejection) when (rejection is ServiceRejectedException or CommandAppException)
{
    Console.Error.WriteLine(rejection.Message);
    return 1;
}
catch (OperationCanceledException) when (interrupt.IsCancellationRequested)
{
    return 130;
}
