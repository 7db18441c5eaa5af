using Payments.Handlers;
using Payments.Ledger;

namespace Payments.Dialects.OrderCloud;

/// <summary><c>/v1/orders/{direction}/{orderID}/payments/{paymentID}/transactions</c>.</summary>
public sealed class OrderCloudTransactions
{
    private readonly StorefrontPayments _payments;
    private readonly AccessTokens _tokens;
    private readonly IUniqueNumbers _unique;
    private readonly TimeProvider _time;

    /// <summary>The transactions of these clients' payments.</summary>
    public OrderCloudTransactions(
        StorefrontPayments payments, OrderCloudCredentials credentials, IUniqueNumbers unique, TimeProvider time)
    {
        _payments = payments;
        _tokens = new AccessTokens(credentials, time);
        _unique = unique;
        _time = time;
    }

    /// <summary><c>POST</c>: a processor operation that the shop has made. Answers the whole payment.</summary>
    public async Task<WireResponse> PostAsync(
        WireRequest request, string direction, string orderId, string paymentId, CancellationToken cancellationToken)
    {
        var (access, refusal) = OrderAccess.Of(_tokens, request, direction, orderId, Roles.Administrators);
        if (access is null) return refusal!;
        var fields = new JsonFields(request.Body);
        var ledger = await _payments.FindOrderAsync(access.Organization, access.Order, cancellationToken);
        if (ledger?.Head is not { } head) return OrderCloudAnswers.NotFound(ObjectTypes.Order, orderId);
        var read = TransactionReader.Read(
            fields,
            head.FindNamed(new PaymentId(paymentId))?.Id ?? new PaymentId(paymentId),
            head.Currency,
            _unique,
            RequestRun.Moment(_time));
        var made = read is null ? null : MadeBefore(ledger, read.Transaction);
        if (made is not null) read = read! with { Transaction = read.Transaction with { Payment = made.Payment } };
        else if (OrderCloudRefusals.Unchangeable(ledger, paymentId) is { } unchangeable) return unchangeable;
        if (read is null) return OrderCloudAnswers.Errors(400, fields.Errors);

        var answer = await _payments.RecordAsync(
            access.Organization, access.Order, read with { Ledger = ledger }, cancellationToken);
        var id = read.Transaction.Id.Value;
        return answer switch
        {
            Answer<LoadedLedger>.Accepted accepted => OrderCloudAnswers
                .Json(201, OrderCloudPaymentView.Find(accepted.Result, read.Transaction.Payment))
                .With("Location", OrderCloudAnswers.Location(request, id)),
            Answer<LoadedLedger>.Refused refused => OrderCloudRefusals.Answer(
                refused.Refusal, new RequestSubject(orderId, paymentId, id, read.Meaning)),
            _ => throw new InvalidOperationException($"No such answer: {answer}."),
        };
    }

    /// <summary><c>DELETE …/{transactionID}</c>: a recorded transaction that the ledger has not built on.</summary>
    public async Task<WireResponse> DeleteAsync(
        WireRequest request,
        string direction,
        string orderId,
        string paymentId,
        string transactionId,
        CancellationToken cancellationToken)
    {
        var (access, refusal) = OrderAccess.Of(_tokens, request, direction, orderId, Roles.Administrators);
        if (access is null) return refusal!;
        if (await _payments.FindOrderAsync(access.Organization, access.Order, cancellationToken) is not { } ledger)
            return OrderCloudAnswers.NotFound(ObjectTypes.Order, orderId);
        if (OrderCloudRefusals.Unchangeable(ledger, paymentId, transactionId) is { } unchangeable) return unchangeable;
        var answer = await _payments.RemoveAsync(
            access.Organization,
            access.Order,
            ledger.Head!.FindNamed(new PaymentId(paymentId))!.Id,
            new TransactionId(transactionId),
            cancellationToken);
        return answer is Answer<Transaction>.Refused refused
            ? OrderCloudRefusals.Answer(refused.Refusal, new RequestSubject(orderId, paymentId, transactionId))
            : WireResponse.Empty(204);
    }

    /// <summary>
    /// What this very request has recorded, where it is carried out again after a crash: the payment may go by another
    /// id since, and another payment by its old one.
    /// </summary>
    private static Transaction? MadeBefore(LoadedLedger ledger, Transaction asked) => RequestRun.Current is null
        ? null
        : ledger.All<Transaction>().FirstOrDefault(
            stored => stored with { Payment = asked.Payment, Effect = TransactionEffect.None } == asked);
}
