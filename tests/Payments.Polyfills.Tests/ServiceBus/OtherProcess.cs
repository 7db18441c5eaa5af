using System.Diagnostics;

namespace Payments.Polyfills.Tests.ServiceBus;

/// <summary>A process of its own on the same store (tests/ServiceBusProcess).</summary>
internal sealed class OtherProcess : IDisposable
{
    private readonly Process _process;

    public OtherProcess(string store, string config, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "ServiceBusProcess.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        start.Environment["SERVICEBUS_EMULATOR_STORE"] = store;
        start.Environment["SERVICEBUS_EMULATOR_CONFIG"] = config;
        _process = Process.Start(start) ?? throw new InvalidOperationException("The other process did not start.");
    }

    public ValueTask<string?> LineAsync(CancellationToken cancellationToken) =>
        _process.StandardOutput.ReadLineAsync(cancellationToken);

    public async Task<string[]> LinesToEndAsync(CancellationToken cancellationToken)
    {
        var text = await _process.StandardOutput.ReadToEndAsync(cancellationToken);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>As kill -9 does: nothing of the process runs any more.</summary>
    public void Kill() => _process.Kill();

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}
