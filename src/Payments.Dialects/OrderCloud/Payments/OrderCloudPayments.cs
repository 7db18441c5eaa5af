using Payments.Handlers;
using Payments.Ledger;

namespace Payments.Dialects.OrderCloud;

/// <summary><c>/v1/orders/{direction}/{orderID}/payments</c>.</summary>
public sealed class OrderCloudPayments
{
    private readonly StorefrontPayments _payments;
    private readonly AccessTokens _tokens;
    private readonly IUniqueNumbers _unique;
    private readonly TimeProvider _time;

    /// <summary>The payments of these clients' orders.</summary>
    public OrderCloudPayments(
        StorefrontPayments payments, OrderCloudCredentials credentials, IUniqueNumbers unique, TimeProvider time)
    {
        _payments = payments;
        _tokens = new AccessTokens(credentials, time);
        _unique = unique;
        _time = time;
    }

    /// <summary><c>GET</c>: a page of the order's payments.</summary>
    public async Task<WireResponse> ListAsync(
        WireRequest request, string direction, string orderId, CancellationToken cancellationToken)
    {
        var (access, refusal) = OrderAccess.Of(_tokens, request, direction, orderId, Roles.Readers);
        if (access is null) return refusal!;
        var query = PaymentListQuery.Read(request.Url.Query, out var errors);
        if (query is null) return OrderCloudAnswers.Errors(400, errors);
        return await _payments.FindOrderAsync(access.Organization, access.Order, cancellationToken) is { } ledger
            ? OrderCloudAnswers.Json(200, query.Page(OrderCloudPaymentView.Of(ledger)))
            : OrderCloudAnswers.NotFound(ObjectTypes.Order, orderId);
    }

    /// <summary><c>GET …/{paymentID}</c>: one payment.</summary>
    public async Task<WireResponse> GetAsync(
        WireRequest request, string direction, string orderId, string paymentId, CancellationToken cancellationToken)
    {
        var (access, refusal) = OrderAccess.Of(_tokens, request, direction, orderId, Roles.Readers);
        if (access is null) return refusal!;
        if (await _payments.FindOrderAsync(access.Organization, access.Order, cancellationToken) is not { } ledger)
            return OrderCloudAnswers.NotFound(ObjectTypes.Order, orderId);
        return OrderCloudPaymentView.Find(ledger, paymentId) is { } payment
            ? OrderCloudAnswers.Json(200, payment)
            : OrderCloudAnswers.NotFound(ObjectTypes.Payment, paymentId);
    }

    /// <summary><c>POST</c>: a new payment.</summary>
    public async Task<WireResponse> PostAsync(
        WireRequest request, string direction, string orderId, CancellationToken cancellationToken)
    {
        var (access, refusal) = OrderAccess.Of(_tokens, request, direction, orderId, Roles.Writers);
        if (access is null) return refusal!;
        var fields = new JsonFields(request.Body);
        if (await _payments.FindHeadAsync(access.Organization, access.Order, cancellationToken) is not { } head)
            return OrderCloudAnswers.NotFound(ObjectTypes.Order, orderId);
        var payment = PaymentReader.Read(
            fields, head.Currency, access.IsAdministrator, _unique, RequestRun.Moment(_time));
        if (payment is null) return OrderCloudAnswers.Errors(400, fields.Errors);

        var answer = await _payments.CreateAsync(access.Organization, access.Order, payment, cancellationToken);
        return answer switch
        {
            Answer<Payment>.Accepted accepted => OrderCloudAnswers
                .Json(201, OrderCloudPaymentView.Of(accepted.Result, head.Currency))
                .With("Location", OrderCloudAnswers.Location(request, accepted.Result.Name.Value)),
            Answer<Payment>.Refused refused => OrderCloudRefusals.Answer(
                refused.Refusal, new RequestSubject(orderId, payment.Name.Value)),
            _ => throw new InvalidOperationException($"No such answer: {answer}."),
        };
    }

    /// <summary><c>PATCH …/{paymentID}</c>: a change of the fields that are sent.</summary>
    public async Task<WireResponse> PatchAsync(
        WireRequest request, string direction, string orderId, string paymentId, CancellationToken cancellationToken)
    {
        var (access, refusal) = OrderAccess.Of(_tokens, request, direction, orderId, Roles.Writers);
        if (access is null) return refusal!;
        var ledger = await _payments.FindOrderAsync(access.Organization, access.Order, cancellationToken);
        if (ledger?.Head is not { } head) return OrderCloudAnswers.NotFound(ObjectTypes.Order, orderId);
        if (OrderCloudRefusals.Unchangeable(ledger, paymentId) is { } unchangeable) return unchangeable;
        var fields = new JsonFields(request.Body);
        var patch = new PaymentPatch(fields, head.Currency, access.IsAdministrator);
        if (!fields.Errors.IsEmpty) return OrderCloudAnswers.Errors(400, fields.Errors);

        var id = head.FindNamed(new PaymentId(paymentId))!.Id;
        var written = await _payments.ChangeAsync(
            access.Organization, access.Order, id, patch.Apply, cancellationToken);
        if (written.Decision is not Decision<Payment>.Refused refused)
            return OrderCloudAnswers.Json(200, OrderCloudPaymentView.Find(written.After, id));
        return written.Ledger.Records.GetValueOrDefault(RecordKey.Of(id)) is Payment payment
            && patch.Forbidden(payment) is { IsEmpty: false } forbidden
                ? OrderCloudAnswers.Errors(400, forbidden)
                : OrderCloudRefusals.Answer(refused.Refusal, new RequestSubject(orderId, patch.Id ?? paymentId));
    }

    /// <summary><c>DELETE …/{paymentID}</c>: a payment of which nothing was captured, with its transactions.</summary>
    public async Task<WireResponse> DeleteAsync(
        WireRequest request, string direction, string orderId, string paymentId, CancellationToken cancellationToken)
    {
        var (access, refusal) = OrderAccess.Of(_tokens, request, direction, orderId, Roles.Writers);
        if (access is null) return refusal!;
        if (await _payments.FindOrderAsync(access.Organization, access.Order, cancellationToken) is not { } ledger)
            return OrderCloudAnswers.NotFound(ObjectTypes.Order, orderId);
        if (OrderCloudRefusals.Unchangeable(ledger, paymentId) is { } unchangeable) return unchangeable;
        var answer = await _payments.RemoveAsync(
            access.Organization,
            access.Order,
            ledger.Head!.FindNamed(new PaymentId(paymentId))!.Id,
            cancellationToken);
        return answer is Answer<Payment>.Refused refused
            ? OrderCloudRefusals.Answer(refused.Refusal, new RequestSubject(orderId, paymentId))
            : WireResponse.Empty(204);
    }
}
