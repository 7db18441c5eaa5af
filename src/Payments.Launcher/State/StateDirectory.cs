namespace Payments.Launcher.State;

/// <summary>
/// Where services keep what outlives them: Azurite's tables, the Service Bus's queues, process ids. Several services
/// may share one, each on its own port; the locks are the operating system's, so a killed service leaves none.
/// </summary>
internal sealed class StateDirectory
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    // What a service has made here: a directory that holds other things too loses none of them to --clean.
    private static readonly string[] Own =
        ["azurite", "azurite.*", "servicebus.*", "service*.pid", "host*.pid", "run*.pid"];

    public StateDirectory(string path)
    {
        FullPath = Path.GetFullPath(path);
        Directory.CreateDirectory(FullPath);
    }

    public string FullPath { get; }

    public string File(string name) => Path.Combine(FullPath, name);

    /// <summary>The ports of the services that hold a claim now.</summary>
    public IReadOnlyList<string> LiveServices() =>
    [
        .. Directory.EnumerateFiles(FullPath, "service-*.lock")
            .Where(IsHeld)
            .Select(file => Path.GetFileNameWithoutExtension(file)["service-".Length..]),
    ];

    /// <summary>Empties it of all that services have kept; refused while one lives.</summary>
    public void Clean()
    {
        if (LiveServices() is { Count: > 0 } live)
            throw new LaunchRefusedException(
                $"{FullPath} cannot be emptied: a service on port {string.Join(", ", live)} uses it.");
        foreach (var entry in Own.SelectMany(pattern => Directory.EnumerateFileSystemEntries(FullPath, pattern)))
            Remove(entry);
    }

    /// <summary>Held while a shared server is looked for, started or stopped: never by two services at once.</summary>
    public async Task<IDisposable> LockAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return Hold(File("state.lock"));
            }
            catch (IOException)
            {
                // Another service holds it: it starts or stops a server, which takes seconds at most.
                await Task.Delay(Poll, cancellationToken);
            }
        }
    }

    /// <summary>Opens a file that nobody else can hold meanwhile; IOException when somebody does.</summary>
    public static FileStream Hold(string file) =>
        new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    private static bool IsHeld(string file)
    {
        try
        {
            using var mine = Hold(file);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static void Remove(string entry)
    {
        if (Directory.Exists(entry))
            Directory.Delete(entry, recursive: true);
        else
            System.IO.File.Delete(entry);
    }
}
