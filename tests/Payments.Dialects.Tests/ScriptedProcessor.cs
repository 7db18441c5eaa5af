using System.Collections.Concurrent;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Processors.Sandbox;

namespace Payments.Dialects.Tests;

/// <summary>
/// A processor that approves all, unless a test scripts another answer; the same key gets the same answer.
/// </summary>
public sealed class ScriptedProcessor : IPaymentProcessor
{
    private readonly ConcurrentDictionary<string, ProcessorResponse> _answers = [];
    private readonly ConcurrentQueue<ProcessorOperation> _operations = [];
    private int _references;

    /// <summary>What a test answers to an operation; null for an approval.</summary>
    public Func<ProcessorOperation, ProcessorResponse?> Script { get; set; } = _ => null;

    /// <summary>
    /// What it says of operations when it is asked later, by their keys; of others, what it answered.
    /// </summary>
    public Dictionary<string, ProcessorResponse> Later { get; } = [];

    /// <summary>What has become of captures, by their references.</summary>
    public Dictionary<string, CaptureStanding> Standings { get; } = [];

    /// <summary>What was asked, repetitions included.</summary>
    public IReadOnlyCollection<ProcessorOperation> Operations => _operations;

    public ProcessorName Name => ProcessorName.Sandbox;

    /// <summary>Declines every operation of a kind, with one of the sandbox's codes.</summary>
    public void Decline<T>(string code, string message) where T : ProcessorOperation
    {
        var declined = new ProcessorResponse.Declined(new Decline(ResponseCodes.ToReason(code), code, message));
        Script = operation => operation is T ? declined : null;
    }

    public Task<ProcessorResponse> ExecuteAsync(ProcessorOperation operation, CancellationToken cancellationToken)
    {
        _operations.Enqueue(operation);
        if (_answers.TryGetValue(operation.IdempotencyKey, out var known)) return Task.FromResult(known);
        var answer = Script(operation) ?? Approval();
        if (answer is not ProcessorResponse.Unknown) _answers[operation.IdempotencyKey] = answer;
        return Task.FromResult(answer);
    }

    public Task<ProcessorResponse> QueryAsync(
        ProcessorOperation operation, string reference, CancellationToken cancellationToken) =>
        Task.FromResult(Later.TryGetValue(operation.IdempotencyKey, out var changed)
            ? changed
            : _answers.GetValueOrDefault(operation.IdempotencyKey)
                ?? new ProcessorResponse.Unknown("It was never asked."));

    public Task<CaptureStanding?> InspectCaptureAsync(
        OrganizationId organization, string capture, CancellationToken cancellationToken) =>
        Task.FromResult(Standings.GetValueOrDefault(capture));

    private ProcessorResponse.Approved Approval()
    {
        var number = Interlocked.Increment(ref _references);
        return new ProcessorResponse.Approved($"proc-{number}", $"OK{number:D4}");
    }
}
