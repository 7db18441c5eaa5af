namespace LocalFunctionsHost.TestApp;

/// <summary>Lines in a file, so that a test can read what functions did, whatever becomes of the worker.</summary>
public sealed class Recorder
{
    private readonly string? _path = Environment.GetEnvironmentVariable(Switches.Record);
    private readonly Lock _gate = new();

    public void Add(string line)
    {
        if (_path is null) return;
        lock (_gate) File.AppendAllText(_path, line + "\n");
    }
}
