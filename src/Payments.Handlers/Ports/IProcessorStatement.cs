using System.Collections.Immutable;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Ports;

/// <summary>What a movement of money is of.</summary>
public enum MovementKind
{
    /// <summary>A capture: money taken from a card. It returns if the capture is voided.</summary>
    Capture,

    /// <summary>A refund: money sent back to a card. It returns if the refund fails later.</summary>
    Refund,

    /// <summary>A settled open credit: money sent to a card. It returns if that fails later.</summary>
    Credit,

    /// <summary>A dispute: money that a cardholder's bank took. It returns if the merchant wins.</summary>
    Dispute,
}

/// <summary>A movement of money, as a processor's statement has it.</summary>
/// <param name="Kind">What it is of.</param>
/// <param name="IsReturn">Whether an earlier movement of that kind is undone.</param>
/// <param name="Reference">The processor's reference: the dispute's own for a dispute.</param>
/// <param name="Amount">How much; never negative.</param>
/// <param name="At">When the processor booked it; UTC.</param>
public sealed record ProcessorMovement(
    MovementKind Kind, bool IsReturn, string Reference, Money Amount, DateTimeOffset At)
{
    /// <summary>
    /// The operation that it is of, by its idempotency key or <see cref="ProcessorOperation.Record"/>. Several if the
    /// processor does not tell them apart, as the captures of one payment; none if this service asked for none, as of a
    /// refund that somebody made by hand.
    /// </summary>
    public ImmutableArray<string> Operations { get; init; } = [];

    /// <summary>
    /// Whether it is of a payment that this service made. What is not is another program's, or somebody's: an account
    /// may be shared, and nothing of it is compared.
    /// </summary>
    public bool IsOfThisService { get; init; } = true;

    /// <summary>Booked, and not executed yet: the operation is pending there.</summary>
    public bool IsHeld { get; init; }
}

/// <summary>
/// A processor's own books, for those that show them. A processor without it can't be reconciled, which is no error,
/// and no agreement either.
/// </summary>
public interface IProcessorStatement
{
    /// <summary>The processor's name, as <see cref="IPaymentProcessor.Name"/>.</summary>
    ProcessorName Name { get; }

    /// <summary>Whether an organization has an account there.</summary>
    bool HasAccount(OrganizationId organization);

    /// <summary>
    /// What moved in a period, exclusive of its end, in the order in which the processor lists it. Movements that are
    /// marked as another organization's are left out, though the account may be shared. Throws
    /// <see cref="StatementUnavailableException"/> if it can't be read now.
    /// </summary>
    IAsyncEnumerable<ProcessorMovement> ReadAsync(
        OrganizationId organization, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);
}

/// <summary>A processor's statement can't be read now, or not with these settings.</summary>
public sealed class StatementUnavailableException(string message, Exception? cause = null) : Exception(message, cause);
