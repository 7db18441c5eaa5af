namespace Payments.Handlers;

/// <summary>
/// The card host's own code beside each of the gateway's response codes, as far as any are documented
/// (commerce-hub-credits.md, part 4); any other no is the host's general one.
/// </summary>
internal static class HostCodes
{
    private const string GeneralDecline = "05";

    /// <summary>The host's code of a response code.</summary>
    public static string Of(string responseCode) => responseCode switch
    {
        "000" => "00",
        "008" => "51",
        "009" => "94",
        "025" or "026" => "14",
        "032" or "033" => "54",
        _ => GeneralDecline,
    };
}
