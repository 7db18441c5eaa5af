namespace LocalFunctionsHost.TestApp;

/// <summary>Environment variables with which a test controls the app.</summary>
internal static class Switches
{
    /// <summary>If set, HTTP requests arrive as messages, without proxying.</summary>
    public const string Plain = "TESTAPP_PLAIN";

    /// <summary>If set, the worker ends at once.</summary>
    public const string Broken = "TESTAPP_BROKEN";

    /// <summary>The file for the recorded lines.</summary>
    public const string Record = "TESTAPP_RECORD";
}
