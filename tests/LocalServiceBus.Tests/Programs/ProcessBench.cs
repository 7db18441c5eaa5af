namespace LocalServiceBus.Tests.Programs;

/// <summary>A directory for a configuration and a store.</summary>
internal sealed class ProcessBench : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("servicebus-");

    public ProcessBench() => File.WriteAllText(ConfigurationPath, Bench.Configuration);

    public string StorePath => Path.Combine(_directory.FullName, "store", "bus.db");

    public string ConfigurationPath => Path.Combine(_directory.FullName, "config.json");

    public string[] Arguments => ["--config", ConfigurationPath, "--store", StorePath];

    public Task<ServerProcess> StartAsync() => ServerProcess.StartAsync(Arguments);

    public void Dispose() => _directory.Delete(recursive: true);
}
