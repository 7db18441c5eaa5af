namespace Payments.Dialects.Flow;

/// <summary>
/// The form of an API token, <c>{public id}-{secret}</c>: the part that finds its credential, and the part that only
/// its owner knows. Hence a token is found without storing it, or an unsalted hash of it.
/// </summary>
public static class FlowToken
{
    /// <summary>The last one is between the two: a secret contains none.</summary>
    public const char Separator = '-';

    /// <summary>The two parts; both may be empty, and then no credential has them.</summary>
    public static (string PublicId, string Secret) Split(string token)
    {
        var at = token.LastIndexOf(Separator);
        return at < 0 ? ("", token) : (token[..at], token[(at + 1)..]);
    }

    /// <summary>The token of a credential and one of its secrets.</summary>
    public static string Join(string publicId, string secret) => $"{publicId}{Separator}{secret}";
}
