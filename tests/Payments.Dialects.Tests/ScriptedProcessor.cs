using System.Collections.Concurrent;
using Payments.Handlers;
using Payments.Ledger;
using Payments.Processors;

namespace Payments.Dialects.Tests;

/// <summary>
/// A processor that approves all, unless a test scripts another answer; the same key gets the same answer.
/// </summary>
public sealed class ScriptedProcessor : IPaymentProcessor
{
    private readonly ConcurrentDictionary<string, ProcessorAnswer> _answers = [];
    private readonly ConcurrentQueue<ProcessorOperation> _operations = [];
    private int _references;

    /// <summary>What a test answers to an operation; null for an approval.</summary>
    public Func<ProcessorOperation, ProcessorAnswer?> Script { get; set; } = _ => null;

    /// <summary>What was asked, repetitions included.</summary>
    public IReadOnlyCollection<ProcessorOperation> Operations => _operations;

    public ProcessorName Name => ProcessorName.Sandbox;

    /// <summary>Declines every operation of a kind, with one of the sandbox's codes.</summary>
    public void Decline<T>(string code, string message) where T : ProcessorOperation
    {
        var declined = new ProcessorAnswer.Declined(new Decline(ResponseCodes.ReasonOf(code), code, message));
        Script = operation => operation is T ? declined : null;
    }

    public Task<ProcessorAnswer> ExecuteAsync(ProcessorOperation operation, CancellationToken cancellationToken)
    {
        _operations.Enqueue(operation);
        if (_answers.TryGetValue(operation.IdempotencyKey, out var known)) return Task.FromResult(known);
        var answer = Script(operation) ?? Approval();
        if (answer is not ProcessorAnswer.Unknown) _answers[operation.IdempotencyKey] = answer;
        return Task.FromResult(answer);
    }

    private ProcessorAnswer.Approved Approval()
    {
        var number = Interlocked.Increment(ref _references);
        return new ProcessorAnswer.Approved($"proc-{number}", $"OK{number:D4}");
    }
}
