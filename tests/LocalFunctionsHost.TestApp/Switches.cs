namespace LocalFunctionsHost.TestApp;

/// <summary>Environment variables by which a test says how the app is to behave.</summary>
internal static class Switches
{
    /// <summary>Set: HTTP requests come as messages, not proxied.</summary>
    public const string Plain = "TESTAPP_PLAIN";

    /// <summary>Set: the worker ends at once.</summary>
    public const string Broken = "TESTAPP_BROKEN";

    /// <summary>The file that functions record in.</summary>
    public const string Record = "TESTAPP_RECORD";
}
