using System.Collections.Concurrent;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Processors.Sandbox;

namespace Payments.Dialects.Tests.CommerceHub;

/// <summary>A processor with scripted responses that remembers its requests.</summary>
internal sealed class ScriptedProcessor : IPaymentProcessor
{
    public ConcurrentQueue<ProcessorOperation> Asked { get; } = [];

    public ProcessorName Name => ProcessorName.Sandbox;

    public Func<ProcessorOperation, ProcessorResponse> Answer { get; set; } = Approve;

    public Task<ProcessorResponse> ExecuteAsync(ProcessorOperation operation, CancellationToken cancellationToken)
    {
        Asked.Enqueue(operation);
        return Task.FromResult(Answer(operation));
    }

    public Task<ProcessorResponse> QueryAsync(
        ProcessorOperation operation, string reference, CancellationToken cancellationToken) =>
        Task.FromResult(Answer(operation));

    public Task<CaptureStanding?> InspectCaptureAsync(
        OrganizationId organization, string capture, CancellationToken cancellationToken) =>
        Task.FromResult<CaptureStanding?>(null);

    public static ProcessorResponse Approve(ProcessorOperation operation) =>
        new ProcessorResponse.Approved("0225MCC625628", "OK5882");

    /// <summary>The sandbox's amounts: 5001.00 to 5999.00 are declined with their last three whole digits.</summary>
    public static ProcessorResponse DeclineByAmount(ProcessorOperation operation)
    {
        var code = (int)operation.Amount.ToDecimal() - 5000;
        return code is > 0 and < 1000
            ? new ProcessorResponse.Declined(
                new Decline(ResponseCodes.ToReason($"{code:000}"), $"{code:000}", "Declined"))
            : Approve(operation);
    }
}
