namespace Payments.Functions.Http;

/// <summary>
/// The <c>{key}</c> of a route that has a word of its own in that place elsewhere. The Functions host knows no
/// precedence of words: it takes the first function, in the order of their names, whose route matches
/// (WebJobs.Script/Host/FunctionMetadataManager.cs). So no path may be matched by two of them, whatever they are
/// called; a test goes over all pairs of functions.
/// </summary>
internal static class RouteKeys
{
    /// <summary>Not the list of versions, which is where a key would be.</summary>
    public const string NotVersions = "{key:regex(^(?!versions$))}";

    /// <summary>Not <c>refunds/summary/{orderNumber}</c>, of an order whose number is a word below a refund.</summary>
    public const string NotSummary = "{key:regex(^(?!summary$))}";
}
