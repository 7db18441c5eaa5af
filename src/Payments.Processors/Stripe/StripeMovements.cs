using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Payments.Handlers.Ports;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Stripe;
using Refund = Stripe.Refund;
using StripeDispute = Stripe.Dispute;

namespace Payments.Processors.Stripe;

/// <summary>
/// Stripe's balance transactions as a processor's statement, the newest first. Each is read with the object that it is
/// of and that object's payment, whose metadata say whose it is: an account may be shared.
/// </summary>
internal sealed class StripeMovements(StripeAccounts accounts) : IProcessorStatement
{
    private const int PageSize = 100;
    private const string Source = "data.source";

    /// <summary>Stripe counts in whole seconds: the rest of the last one is asked for, and filtered.</summary>
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public ProcessorName Name => StripeProcessor.StoredName;

    /// <inheritdoc/>
    public bool HasAccount(OrganizationId organization) => accounts.Find(organization) is not null;

    /// <inheritdoc/>
    public async IAsyncEnumerable<ProcessorMovement> ReadAsync(
        OrganizationId organization,
        DateTimeOffset from,
        DateTimeOffset to,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var options = new BalanceTransactionListOptions
        {
            Created = new DateRangeOptions
            {
                GreaterThanOrEqual = from.UtcDateTime,
                LessThan = (to + Second).UtcDateTime,
            },
            Limit = PageSize,
            Expand = [Source, $"{Source}.payment_intent"],
        };
        var service = new BalanceTransactionService(accounts.Connect(organization));
        await using var listed = service.ListAutoPagingAsync(options, null, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        while (await MoveNextAsync(listed, cancellationToken))
        {
            if (Read(organization, listed.Current) is { } movement && movement.At >= from && movement.At < to)
                yield return movement;
        }
    }

    private static async Task<bool> MoveNextAsync(
        IAsyncEnumerator<BalanceTransaction> listed, CancellationToken cancellationToken)
    {
        try
        {
            return await listed.MoveNextAsync();
        }
        catch (StripeException fault)
        {
            throw new StatementUnavailableException(StripeFaults.Describe(fault), fault);
        }
        catch (Exception fault) when (BoundedCalls.IsLost(fault, cancellationToken))
        {
            throw new StatementUnavailableException(
                $"Stripe could not be reached: {fault.GetType().Name}.", fault);
        }
    }

    /// <summary>Null for what moves no money of a payment, such as fees and payouts, and for another's.</summary>
    private static ProcessorMovement? Read(OrganizationId organization, BalanceTransaction listed) =>
        (listed.Type, listed.Source) switch
        {
            ("charge" or "payment", Charge charge) => ReadCharge(organization, listed, charge, isReturn: false),
            ("payment_failure_refund" or "payment_reversal", Charge charge) =>
                ReadCharge(organization, listed, charge, isReturn: true),
            ("refund" or "payment_refund", Refund refund) =>
                ReadRefund(organization, listed, refund, isReturn: false),
            ("refund_failure", Refund refund) => ReadRefund(organization, listed, refund, isReturn: true),
            ("adjustment", StripeDispute dispute) => ReadDispute(organization, listed, dispute),
            _ => null,
        };

    /// <summary>Of the captures of a payment, which share its charge, Stripe does not say which one it is.</summary>
    private static ProcessorMovement? ReadCharge(
        OrganizationId organization, BalanceTransaction listed, Charge charge, bool isReturn)
    {
        var captures = charge.PaymentIntent is { } intent ? StripeMetadata.ListCaptures(intent) : [];
        var amount = listed.Currency == charge.Currency
            ? Math.Abs(listed.Amount)
            : FindConverted(listed, charge, captures);
        return Create(
            organization,
            new Booked(MovementKind.Capture, isReturn, charge.PaymentIntentId ?? charge.Id, listed),
            StripeAmount.Read(amount, charge.Currency),
            charge.PaymentIntent?.Metadata ?? charge.Metadata,
            [.. captures.Select(capture => capture.Key)]);
    }

    /// <summary>
    /// What was captured, if Stripe booked it in the account's own currency: of several captures the one that comes
    /// nearest by the rate.
    /// </summary>
    private static long FindConverted(
        BalanceTransaction listed, Charge charge, IReadOnlyList<StripeCapture> captures) => captures.Count > 1
            ? captures
                .MinBy(capture => Math.Abs((capture.Amount * (listed.ExchangeRate ?? 1)) - Math.Abs(listed.Amount)))!
                .Amount
            : charge.AmountCaptured;

    /// <summary>
    /// A refund that somebody made by hand has no metadata of this service, but its payment has: it is ours, and no
    /// operation asked for it.
    /// </summary>
    private static ProcessorMovement? ReadRefund(
        OrganizationId organization, BalanceTransaction listed, Refund refund, bool isReturn)
    {
        var isAsked = StripeMetadata.FindOrganization(refund.Metadata) is not null;
        var movement = Create(
            organization,
            new Booked(MovementKind.Refund, isReturn, refund.Id, listed),
            StripeAmount.Read(refund.Amount, refund.Currency),
            isAsked ? refund.Metadata : refund.PaymentIntent?.Metadata,
            isAsked && StripeMetadata.FindRecord(refund.Metadata) is { } key ? [key] : []);
        return movement is null ? null : movement with { IsHeld = refund.Status is "pending" or "requires_action" };
    }

    private static ProcessorMovement? ReadDispute(
        OrganizationId organization, BalanceTransaction listed, StripeDispute dispute) => Create(
            organization,
            new Booked(MovementKind.Dispute, IsReturn: listed.Amount > 0, dispute.Id, listed),
            StripeAmount.Read(dispute.Amount, dispute.Currency),
            dispute.PaymentIntent?.Metadata,
            dispute.PaymentIntent is { } intent
                ? [.. StripeMetadata.ListCaptures(intent).Select(capture => capture.Key)]
                : []);

    /// <summary>Null if it is another organization's, or in a currency that this service does not have.</summary>
    private static ProcessorMovement? Create(
        OrganizationId organization,
        Booked booked,
        Money? amount,
        Dictionary<string, string>? metadata,
        ImmutableArray<string> operations)
    {
        var owner = StripeMetadata.FindOrganization(metadata);
        if (amount is not { } money || (owner is not null && owner != organization.Value)) return null;
        var at = new DateTimeOffset(DateTime.SpecifyKind(booked.Listed.Created, DateTimeKind.Utc));
        return new ProcessorMovement(booked.Kind, booked.IsReturn, booked.Reference, money, at)
        {
            Operations = operations,
            IsOfThisService = owner is not null,
        };
    }

    private readonly record struct Booked(
        MovementKind Kind, bool IsReturn, string Reference, BalanceTransaction Listed);
}
