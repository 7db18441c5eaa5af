using System.Runtime.InteropServices;
using LocalServiceBus;

const int failed = 1;

var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
try
{
    var arguments = CommandLine.Parse(args);
    await using var server = LocalServiceBusServer.Start(new LocalServiceBusOptions
    {
        Configuration = File.ReadAllText(arguments.ConfigurationPath),
        StorePath = arguments.StorePath,
        Port = arguments.Port,
    });
    Console.WriteLine($"Ready: {server.ConnectionString}");
    await stop.Task;
    return 0;
}
catch (Exception rejection) when (rejection is IOException or InvalidDataException or FormatException
    or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"LocalServiceBus: {rejection.Message}");
    return failed;
}

void OnSignal(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.TrySetResult();
}
