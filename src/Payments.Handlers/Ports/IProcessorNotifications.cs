using System.Collections.Immutable;
using System.Globalization;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Ports;

/// <summary>
/// What a processor's notification says. It is only a hint to ask: what it claims is never taken for the outcome. So it
/// does no harm if it comes twice, out of order, or before the answer to the request that it is about.
/// </summary>
public abstract record ProcessorNotification
{
    private ProcessorNotification()
    {
    }

    /// <summary>Something may have changed about a record, or about what was authorized in a ledger.</summary>
    /// <param name="Ledger">The ledger.</param>
    /// <param name="Record">
    /// The record: a refund, a capture, an authorization or an open credit; null for all the ledger's authorizations
    /// and their captures.
    /// </param>
    public sealed record About(LedgerId Ledger, RecordKey? Record) : ProcessorNotification
    {
        private static readonly ImmutableArray<RecordKind> Kinds =
        [
            .. RecordKind.All.Where(kind => kind.Type == typeof(Refund)
                || kind.Type == typeof(Capture)
                || kind.Type == typeof(Authorization)
                || kind.Type == typeof(Credit)),
        ];

        /// <summary>The number of the refund's allocation that it is about; null for all of them.</summary>
        public int? Part { get; init; }

        /// <summary>
        /// What an operation is about, by its idempotency key (such as <c>ref-…/1</c>) or by
        /// <see cref="ProcessorOperation.Record"/>; null for any other text.
        /// </summary>
        public static About? Find(string operation)
        {
            var words = operation.Split('/', ':');
            var id = words[0];
            if (LedgerId.TryParse(id, out var ledger)) return new About(ledger, null);
            return Kinds
                .Select(kind => kind.ParseId(id))
                .OfType<(LedgerId Ledger, RecordKey Key)>()
                .Select(found => new About(found.Ledger, found.Key) { Part = ReadPart(words) })
                .FirstOrDefault();
        }

        private static int? ReadPart(string[] words) =>
            words.Length == 2 && int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var part)
                ? part
                : null;
    }

    /// <summary>Genuine, and about nothing that this service keeps.</summary>
    public sealed record Ignored : ProcessorNotification;

    /// <summary>Not genuine, or not readable.</summary>
    /// <param name="Reason">Why, for logs: without any part of a secret, a signature or the body.</param>
    public sealed record Rejected(string Reason) : ProcessorNotification;
}

/// <summary>The inbound side of a processor that sends notifications.</summary>
public interface IProcessorNotifications
{
    /// <summary>The processor's name, as <see cref="IPaymentProcessor.Name"/>.</summary>
    ProcessorName Name { get; }

    /// <summary>
    /// Checks that a notification comes from the processor and is meant for this organization's account, and says what
    /// it is about. Anybody can send one: nothing in it may be trusted before its signature is checked.
    /// </summary>
    /// <param name="organization">The organization that the notification's address names. It exists.</param>
    /// <param name="header">A header's value by its name, in whatever case; null if it was not sent.</param>
    /// <param name="body">The body as it was sent.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<ProcessorNotification> ReadAsync(
        OrganizationId organization,
        Func<string, string?> header,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken);
}
