namespace Payments.Testing;

/// <summary>Locates the repository: tests run from its build output.</summary>
public static class RepositoryRoot
{
    private const string Mark = "global.json";

    public static string Path { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo? directory)
    {
        for (; directory is not null; directory = directory.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(directory.FullName, Mark)))
                return directory.FullName;
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} has {Mark}.");
    }
}
