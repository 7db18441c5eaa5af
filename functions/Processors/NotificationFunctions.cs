using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.Dialects.Flow;
using Payments.Dialects.Wire;
using Payments.Functions.Availability;
using Payments.Functions.Http;
using Payments.Handlers.Notifications;

namespace Payments.Functions.Processors;

/// <summary>What processors tell: an extension beyond the three APIs.</summary>
public sealed class NotificationFunctions(
    HttpExchange exchange, FlowDialect dialect, NotificationHandler notifications)
{
    /// <summary>
    /// Takes a processor's notification for an organization's account. Anybody can call it: the processor proves itself
    /// by its signature. 202 once it is taken; 400 if it is not genuine, or there is no such organization; 404 if no
    /// such processor sends any.
    /// </summary>
    [Function("ProcessorNotification")]
    public Task<HttpResponseData> NotifyAsync(
        [HttpTrigger(
            AuthorizationLevel.Anonymous, "post", Route = "processors/{processor}/{organization}/notifications")]
        HttpRequestData request,
        string processor,
        string organization) =>
        exchange.AnswerAnyoneAsync(
            request,
            dialect,
            async (wire, cancellation) => WireResponse.Empty(ToStatus(
                await notifications.TakeAsync(processor, organization, wire.Header, wire.Body, cancellation))),
            RequestLimits.MaxBodyBytes);

    private static int ToStatus(NotificationAnswer answer) => answer switch
    {
        NotificationAnswer.Taken => 202,
        NotificationAnswer.Unknown => 404,
        _ => 400,
    };
}
