namespace Payments.Functions.Http;

/// <summary>
/// Constraints for the <c>{key}</c> of routes that compete with a literal segment. The Functions host gives literals no
/// precedence: it takes the first function, in order of name, whose route matches
/// (WebJobs.Script/Host/FunctionMetadataManager.cs). So no path may match two of them, whatever their names; a test
/// checks all pairs of functions.
/// </summary>
internal static class RouteKeys
{
    /// <summary>Excludes the list of versions, which stands where a key would.</summary>
    public const string NotVersions = "{key:regex(^(?!versions$))}";

    /// <summary>
    /// Excludes <c>refunds/summary/{orderNumber}</c> for an order whose number is a literal below a refund.
    /// </summary>
    public const string NotSummary = "{key:regex(^(?!summary$))}";
}
