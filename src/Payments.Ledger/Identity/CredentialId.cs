using System.Diagnostics.CodeAnalysis;

namespace Payments.Ledger.Identity;

/// <summary>
/// Which credential a caller proved itself with, such as <c>flow/demo-flow</c>: its API and its public id, never a
/// secret, so that logs, journals and audit entries may contain it.
/// </summary>
public readonly record struct CredentialId
{
    /// <summary>A name of an API, a slash, and a public id.</summary>
    public const int MaxLength = 128;

    private readonly string? _value;

    private CredentialId(string value) => _value = value;

    /// <summary>1 to <see cref="MaxLength"/> printable ASCII characters.</summary>
    public string Value => _value ?? throw new InvalidOperationException("This credential id was never set.");

    /// <summary>False if the text is not a valid id.</summary>
    public static bool TryFrom([NotNullWhen(true)] string? text, out CredentialId id)
    {
        var isValid = text is { Length: >= 1 and <= MaxLength } && !text.AsSpan().ContainsAnyExceptInRange('!', '~');
        id = isValid ? new CredentialId(text!) : default;
        return isValid;
    }

    /// <summary>Throws <see cref="FormatException"/> if the text is not a valid id.</summary>
    public static CredentialId From(string text) => TryFrom(text, out var id)
        ? id
        : throw new FormatException($"A credential's id must have 1 to {MaxLength} printable ASCII characters.");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
