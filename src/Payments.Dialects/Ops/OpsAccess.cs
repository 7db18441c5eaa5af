using System.Security.Cryptography;
using System.Text;
using Payments.Dialects.Wire;
using Payments.Handlers.Limits;
using Payments.Ledger.Identity;

namespace Payments.Dialects.Ops;

/// <summary>The operator's token, from the setting <c>Ops:Token</c>. Not a record: nothing prints it.</summary>
/// <param name="value">Empty if there is none.</param>
public sealed class OpsToken(string value)
{
    internal ReadOnlyMemory<byte> Bytes { get; } = Encoding.UTF8.GetBytes(value);
}

/// <summary>
/// Access to operations across organizations: for the operator, who has the ops token. Without one, nobody has.
/// </summary>
public sealed class OpsAccess(OpsToken token, FailedAttempts failures, CallerAddresses addresses)
{
    private const string Scheme = "Bearer ";

    /// <summary>Whom the ops token proves, as logs call it.</summary>
    public static readonly CredentialId Operator = CredentialId.From("ops/token");

    /// <summary>What failed attempts are counted under.</summary>
    private const string Name = "ops";

    /// <summary>
    /// Null for the operator. Else the rejection: 401 if the token is missing or wrong, 429 after too many wrong ones.
    /// </summary>
    public async ValueTask<WireResponse?> RejectAsync(WireRequest request)
    {
        if (ReadToken(request).Length == 0) return Unauthorized;
        var (caller, wait) = await failures.AuthenticateAsync(
            new Attempt(Name, addresses.Read(request)),
            () => ValueTask.FromResult(IsOperator(request) ? Proved.Instance : null));
        if (caller is not null) return null;
        return wait is { } time
            ? RetryLater.After(time, WireResponse.Empty(RetryLater.Status))
            : Unauthorized;
    }

    /// <summary>Whether a request has the token. A wrong one is not counted here.</summary>
    internal bool IsOperator(WireRequest request) =>
        !token.Bytes.IsEmpty
        && CryptographicOperations.FixedTimeEquals(token.Bytes.Span, Encoding.UTF8.GetBytes(ReadToken(request)));

    private static WireResponse Unauthorized =>
        WireResponse.Empty(401).With("WWW-Authenticate", "Bearer realm=\"ops\"");

    private static string ReadToken(WireRequest request) =>
        request.Header("Authorization") is { } header && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? header[Scheme.Length..].Trim()
            : "";

    private sealed class Proved
    {
        public static Proved Instance { get; } = new();
    }
}
