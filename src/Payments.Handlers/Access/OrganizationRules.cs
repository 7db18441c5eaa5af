using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Access;

/// <summary>Which names and choices an organization may have, wherever they are written.</summary>
public static class OrganizationRules
{
    /// <summary>Issuers let authorizations lapse long before.</summary>
    public const int MaxAuthorizationDays = 365;

    /// <summary>First segments of other paths than Flow's, which begin with the organization.</summary>
    private static readonly FrozenSet<string> ReservedNames = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "v1", "payments", "oauth", "ops", "health", "docs", "processors");

    /// <summary>False with the reason if the text can't be an organization's id.</summary>
    public static bool TryReadId(string text, out OrganizationId id, [NotNullWhen(false)] out string? reason)
    {
        reason = !OrganizationId.TryFrom(text, out id)
                ? $"it must have 1 to {OrganizationId.MaxLength} characters"
            : string.IsNullOrWhiteSpace(text) || text.Any(char.IsControl)
                ? "it must be visible text"
            : ReservedNames.Contains(text)
                ? $"{string.Join(", ", ReservedNames.Order(StringComparer.Ordinal))} are reserved"
            : null;
        return reason is null;
    }

    /// <summary>By name only: a number would pass for one of the values.</summary>
    public static bool TryReadPolicy(string text, out AllocationPolicy policy) =>
        Enum.TryParse(text, ignoreCase: true, out policy)
        && Enum.GetNames<AllocationPolicy>().Contains(text, StringComparer.OrdinalIgnoreCase);

    /// <summary>By name only, as <see cref="TryReadPolicy"/>.</summary>
    public static bool TryReadLateFailures(string text, out LateFailures lateFailures) =>
        Enum.TryParse(text, ignoreCase: true, out lateFailures)
        && Enum.GetNames<LateFailures>().Contains(text, StringComparer.OrdinalIgnoreCase);

    /// <summary>A whole number from 1 to <see cref="OrganizationLimits.MaxRequestsPerSecond"/>.</summary>
    public static bool TryReadRequestsPerSecond(string text, out int requests) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out requests)
        && requests is >= 1 and <= OrganizationLimits.MaxRequestsPerSecond;

    /// <summary>More than 0 and at most <see cref="MaxAuthorizationDays"/> days, with decimals if need be.</summary>
    public static bool TryReadAuthorizationDays(string text, out TimeSpan lifetime)
    {
        const NumberStyles Style = NumberStyles.AllowDecimalPoint;
        var isValid = decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out var days)
            && days is > 0 and <= MaxAuthorizationDays;
        lifetime = isValid ? TimeSpan.FromDays((double)days) : default;
        return isValid;
    }
}
