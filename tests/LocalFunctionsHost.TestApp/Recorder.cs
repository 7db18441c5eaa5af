namespace LocalFunctionsHost.TestApp;

/// <summary>Writes lines to a file, so that a test can read what functions did, even if the worker is killed.</summary>
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
