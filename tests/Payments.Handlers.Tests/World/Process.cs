using Microsoft.Extensions.DependencyInjection;

namespace Payments.Handlers.Tests.World;

/// <summary>One process of the service.</summary>
internal sealed class Process(ServiceProvider services)
{
    public T Get<T>() where T : notnull => services.GetRequiredService<T>();

    public Task HandleAsync(Work work) => work switch
    {
        ExecuteRefund refund => Get<RefundExecution>().HandleAsync(refund, CancellationToken.None),
        ConfirmCapture capture => Get<CaptureConfirmation>().HandleAsync(capture, CancellationToken.None),
        ReleaseAuthorization reversal => Get<Reversals>().HandleAsync(reversal, CancellationToken.None),
        SettleCredit credit => Get<CreditSettlement>().HandleAsync(credit, CancellationToken.None),
        _ => throw new ArgumentException($"No such work: {work}.", nameof(work)),
    };
}
