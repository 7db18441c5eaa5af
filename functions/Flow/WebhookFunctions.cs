using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.Dialects.Flow;
using Payments.Dialects.Flow.Events;
using Payments.Dialects.Flow.Webhooks;
using Payments.Functions.Http;

namespace Payments.Functions.Flow;

/// <summary>Webhook endpoints, and the events that they are told of.</summary>
public sealed class WebhookFunctions(
    HttpExchange exchange, FlowDialect flow, FlowWebhooks webhooks, FlowEvents events)
{
    private const string All = "{organization}/webhooks";
    private const string One = All + "/{webhook}";

    /// <summary>Registers an endpoint.</summary>
    [Function("FlowPostWebhook")]
    public Task<HttpResponseData> PostWebhookAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = All)] HttpRequestData request,
        string organization) =>
        exchange.HandleAsync(request, At(organization), webhooks.PostAsync);

    /// <summary>Lists endpoints.</summary>
    [Function("FlowGetWebhooks")]
    public Task<HttpResponseData> GetWebhooksAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = All)] HttpRequestData request,
        string organization) =>
        exchange.HandleAsync(request, At(organization), webhooks.ListAsync);

    /// <summary>Reads one endpoint.</summary>
    [Function("FlowGetWebhook")]
    public Task<HttpResponseData> GetWebhookAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = One)] HttpRequestData request,
        string organization,
        string webhook) =>
        exchange.HandleAsync(
            request,
            At(organization),
            (call, cancellation) => webhooks.GetAsync(call, request.Sent(2, webhook), cancellation));

    /// <summary>Changes an endpoint.</summary>
    [Function("FlowPutWebhook")]
    public Task<HttpResponseData> PutWebhookAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = One)] HttpRequestData request,
        string organization,
        string webhook) =>
        exchange.HandleAsync(
            request,
            At(organization),
            (call, cancellation) => webhooks.PutAsync(call, request.Sent(2, webhook), cancellation));

    /// <summary>Removes an endpoint.</summary>
    [Function("FlowDeleteWebhook")]
    public Task<HttpResponseData> DeleteWebhookAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = One)] HttpRequestData request,
        string organization,
        string webhook) =>
        exchange.HandleAsync(
            request,
            At(organization),
            (call, cancellation) => webhooks.DeleteAsync(call, request.Sent(2, webhook), cancellation));

    /// <summary>Posts a test event to an endpoint.</summary>
    [Function("FlowPostWebhookPing")]
    public Task<HttpResponseData> PostWebhookPingAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = One + "/ping")] HttpRequestData request,
        string organization,
        string webhook) =>
        exchange.HandleAsync(
            request,
            At(organization),
            (call, cancellation) => webhooks.PingAsync(call, request.Sent(2, webhook), cancellation));

    /// <summary>Gives an endpoint a new secret.</summary>
    [Function("FlowPostWebhookRotation")]
    public Task<HttpResponseData> PostWebhookRotationAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = One + "/rotate")] HttpRequestData request,
        string organization,
        string webhook) =>
        exchange.HandleAsync(
            request,
            At(organization),
            (call, cancellation) => webhooks.RotateAsync(call, request.Sent(2, webhook), cancellation));

    /// <summary>Lists events, the oldest first.</summary>
    [Function("FlowGetEvents")]
    public Task<HttpResponseData> GetEventsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{organization}/events")] HttpRequestData request,
        string organization) =>
        exchange.HandleAsync(request, At(organization), events.ListAsync);

    private FlowEndpoint At(string organization) => flow.At(organization, FlowErrorModel.Generic);
}
