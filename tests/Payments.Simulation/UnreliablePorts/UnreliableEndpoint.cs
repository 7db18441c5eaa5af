using Payments.Handlers.Ports;
using Payments.Simulation.FaultInjection;
using Payments.Simulation.Worlds;

namespace Payments.Simulation.UnreliablePorts;

/// <summary>A shop's endpoint: it may be slow, fail, or get a message without its response coming back.</summary>
internal sealed class UnreliableEndpoint(World world, Wire wire) : IWebhookSender
{
    private const int SlowSecondsAtMost = 15;

    public async Task<WebhookResponse> SendAsync(WebhookMessage message, CancellationToken cancellationToken)
    {
        await wire.TripAsync("post event");
        if (wire.Strikes(FaultKind.WebhookSlow))
            await wire.TripAsync("endpoint is slow", wire.Within(SlowSecondsAtMost));
        if (wire.Strikes(FaultKind.WebhookFails)) return new WebhookResponse(500, "It answered 500.");
        world.Received.Add(message);
        world.History?.Add($"{world.Scheduler.Now.Ticks} {message.Url} got {message.Id}");
        if (wire.Strikes(FaultKind.WebhookAnswerLost))
            return new WebhookResponse(null, "It did not answer within 15 seconds.");
        await wire.TripAsync("endpoint answers");
        return new WebhookResponse(204, null);
    }

    public string? ExplainRejection(Uri url) => null;
}
