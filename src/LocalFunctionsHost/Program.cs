using System.Runtime.InteropServices;
using LocalFunctionsHost;
using LocalFunctionsHost.Configuration;
using LocalFunctionsHost.Logging;

const int Success = 0;
const int Failure = 1;

CommandLine commandLine;
try
{
    commandLine = CommandLine.Parse(args);
}
catch (FormatException fault)
{
    await Console.Error.WriteLineAsync($"{fault.Message}{Environment.NewLine}{CommandLine.Usage}");
    return Failure;
}

var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
if (commandLine.WithParent) _ = Task.Run(StopWithParent);

await using var console = new ConsoleLines(Console.OpenStandardOutput());
try
{
    var starting = FunctionsHost.StartAsync(commandLine, console, TimeProvider.System);

    // A worker that is still starting ends with this process.
    if (await Task.WhenAny(starting, stop.Task) == stop.Task) return Success;
    await using var host = await starting;
    console.Write($"Ready: {host.Address}");
    if (await Task.WhenAny(host.Failed, stop.Task) == host.Failed) throw await host.Failed;
    await host.StopAsync();
    return Success;
}
catch (UnusableAppException fault)
{
    await Console.Error.WriteLineAsync(fault.Message);
    return Failure;
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.TrySetResult();
}

void StopWithParent()
{
    using var input = Console.OpenStandardInput();
    Span<byte> buffer = stackalloc byte[256];
    while (input.Read(buffer) > 0)
    {
    }
    stop.TrySetResult();
}
