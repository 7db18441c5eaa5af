using System.Collections.Concurrent;
using Payments.Handlers;
using Payments.Ledger;
using Payments.Processors;

namespace Payments.Dialects.Tests.CommerceHub;

/// <summary>A processor that says what a test has it say, and keeps what it was asked.</summary>
internal sealed class ScriptedProcessor : IPaymentProcessor
{
    public ConcurrentQueue<ProcessorOperation> Asked { get; } = [];

    public ProcessorName Name => ProcessorName.Sandbox;

    public Func<ProcessorOperation, ProcessorAnswer> Answer { get; set; } = Approve;

    public Task<ProcessorAnswer> ExecuteAsync(ProcessorOperation operation, CancellationToken cancellationToken)
    {
        Asked.Enqueue(operation);
        return Task.FromResult(Answer(operation));
    }

    public static ProcessorAnswer Approve(ProcessorOperation operation) =>
        new ProcessorAnswer.Approved("0225MCC625628", "OK5882");

    /// <summary>The sandbox's amounts: 5001.00 to 5999.00 are declined with their last three whole digits.</summary>
    public static ProcessorAnswer DeclineByAmount(ProcessorOperation operation)
    {
        var code = (int)operation.Amount.ToDecimal() - 5000;
        return code is > 0 and < 1000
            ? new ProcessorAnswer.Declined(
                new Decline(ResponseCodes.ReasonOf($"{code:000}"), $"{code:000}", "Declined"))
            : Approve(operation);
    }
}
