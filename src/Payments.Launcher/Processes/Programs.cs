namespace Payments.Launcher.Processes;

/// <summary>The paths of the programs to start, next to this one's build output.</summary>
internal static class Programs
{
    /// <summary>The <c>dotnet</c> that runs this program.</summary>
    public static string DotNet => Environment.ProcessPath is { } path
        && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    /// <summary>The build output of the Function App: host.json, worker.config.json and the assemblies.</summary>
    public static string FunctionApp => Output("Payments.Functions");

    public static string FunctionsHost => Path.Combine(Output("LocalFunctionsHost"), "LocalFunctionsHost.dll");

    public static string ServiceBus => Path.Combine(Output("LocalServiceBus"), "LocalServiceBus.dll");

    public static string Detached => Path.Combine(AppContext.BaseDirectory, "Servers", "detached.mjs");

    /// <summary>.artifacts/…/bin/PROJECT/CONFIGURATION, like this program's own.</summary>
    private static string Output(string project)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(own.Parent!.Parent!.FullName, project, own.Name);
    }
}
