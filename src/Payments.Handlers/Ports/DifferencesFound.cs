using System.Collections.Immutable;
using System.Globalization;
using Payments.Ledger.Identity;

namespace Payments.Handlers.Ports;

/// <summary>
/// What the reconciliation of a day found of an organization. It is an event that is no journal entry, because nothing
/// changed: its message has all of it, without any amount.
/// </summary>
/// <param name="Day">The day, by UTC.</param>
/// <param name="Counts">How many differences there are, by the name of their kind.</param>
public sealed record DifferencesFound(DateOnly Day, ImmutableSortedDictionary<string, int> Counts)
{
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>The event's id: the same however often the day is reconciled.</summary>
    public string EventId => $"rec-{Text}";

    /// <summary>The day as text.</summary>
    public string Text => Day.ToString(DayFormat, CultureInfo.InvariantCulture);

    /// <summary>How many there are in all.</summary>
    public int Total => Counts.Values.Sum();

    /// <summary>Parses a day; false for any other text.</summary>
    public static bool TryParseDay(string? text, out DateOnly day) =>
        DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}

/// <summary>Tell one endpoint that a reconciliation found differences.</summary>
/// <param name="Address">
/// The organization; and in place of a ledger, which it is not about, a name that is made of the day.
/// </param>
/// <param name="Found">What was found.</param>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Attempt">How often its delivery was tried.</param>
public sealed record DeliverDifferences(
    LedgerAddress Address, DifferencesFound Found, WebhookId Endpoint, int Attempt = 0) : WorkItem(Address, Attempt)
{
    private const string Kind = "reconciliation";

    /// <inheritdoc/>
    public override string Subject => $"{Found.EventId}/{Endpoint}";

    /// <summary>
    /// The first message: always the same for the same day and endpoint, so that duplicate detection drops a second.
    /// </summary>
    public static DeliverDifferences Create(OrganizationId organization, DifferencesFound found, WebhookId endpoint) =>
        new(new LedgerAddress(organization, LedgerId.ForKey(Kind, Key.From(found.Text))), found, endpoint)
        {
            ChainId = found.EventId,
        };
}
