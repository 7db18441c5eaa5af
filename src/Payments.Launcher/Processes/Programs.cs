namespace Payments.Launcher.Processes;

/// <summary>Where the programs that are started stand, beside this one's build output.</summary>
internal static class Programs
{
    /// <summary>The <c>dotnet</c> that runs this program runs the others.</summary>
    public static string DotNet => Environment.ProcessPath is { } path
        && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    /// <summary>The Function App as built: host.json, worker.config.json and its assemblies.</summary>
    public static string FunctionApp => Output("Payments.Functions");

    public static string FunctionsHost => Path.Combine(Output("LocalFunctionsHost"), "LocalFunctionsHost.dll");

    public static string ServiceBus => Path.Combine(Output("LocalServiceBus"), "LocalServiceBus.dll");

    public static string Detached => Path.Combine(AppContext.BaseDirectory, "Servers", "detached.mjs");

    /// <summary>.artifacts/…/bin/PROJECT/CONFIGURATION, as this program's own.</summary>
    private static string Output(string project)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(own.Parent!.Parent!.FullName, project, own.Name);
    }
}
