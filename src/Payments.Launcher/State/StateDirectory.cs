namespace Payments.Launcher.State;

/// <summary>
/// The directory for data that outlives a service: Azurite's tables, the Service Bus's queues, process ids. Several
/// services may share one, each on its own port. The locks are the operating system's, so a killed service leaves none
/// behind.
/// </summary>
internal sealed class StateDirectory
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    /// <summary>Mode 700: it holds payments and the Service Bus's key, whatever the umask is.</summary>
    private const UnixFileMode OwnerOnly =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // The files that services create here: --clean deletes nothing else in the directory.
    private static readonly string[] OwnFiles =
        ["azurite", "azurite.*", "servicebus.*", "service*.pid", "host*.pid", "run*.pid"];

    public StateDirectory(string path)
    {
        FullPath = Path.GetFullPath(path);
        Directory.CreateDirectory(FullPath);
        if (!OperatingSystem.IsWindows()) System.IO.File.SetUnixFileMode(FullPath, OwnerOnly);
    }

    public string FullPath { get; }

    public string File(string name) => Path.Combine(FullPath, name);

    /// <summary>The ports of the services that are running now.</summary>
    public IReadOnlyList<string> LiveServices() =>
    [
        .. Directory.EnumerateFiles(FullPath, "service-*.lock")
            .Where(IsHeld)
            .Select(file => Path.GetFileNameWithoutExtension(file)["service-".Length..]),
    ];

    /// <summary>Deletes everything that services have stored; throws while one is running.</summary>
    public void Clean()
    {
        if (LiveServices() is { Count: > 0 } live)
            throw new LaunchRejectedException(
                $"{FullPath} can't be emptied: a service on port {string.Join(", ", live)} is using it.");
        foreach (var entry in OwnFiles.SelectMany(pattern => Directory.EnumerateFileSystemEntries(FullPath, pattern)))
            Remove(entry);
    }

    /// <summary>Held by one service at a time, while it looks for, starts or stops a shared server.</summary>
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
                // Another service is starting or stopping a server, which takes seconds at most.
                await Task.Delay(Poll, cancellationToken);
            }
        }
    }

    /// <summary>Opens a file exclusively; throws an IOException if another process holds it.</summary>
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
