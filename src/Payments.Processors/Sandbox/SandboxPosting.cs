using System.Collections.Immutable;
using Payments.Handlers.Ports;
using Payments.Ledger.Records;

namespace Payments.Processors.Sandbox;

/// <summary>
/// A movement of money in the sandbox's books: of the whole amount of the operation in whose row it is.
/// </summary>
/// <param name="Kind">What it is of.</param>
/// <param name="IsReturn">Whether an earlier movement of that kind is undone.</param>
/// <param name="At">When it was booked.</param>
/// <param name="Dispute">The dispute's reference, if it is of one.</param>
public sealed record SandboxPosting(MovementKind Kind, bool IsReturn, DateTimeOffset At, string? Dispute = null);

/// <summary>The postings of an operation.</summary>
internal static class SandboxPostings
{
    /// <summary>The operation with one more posting of its own money; unchanged if it moves none.</summary>
    public static SandboxOperation Post(this SandboxOperation operation, bool isReturn, DateTimeOffset at) =>
        FindKind(operation.Kind) is { } kind ? operation.Add(new SandboxPosting(kind, isReturn, at)) : operation;

    /// <summary>The operation with one more posting of a dispute.</summary>
    public static SandboxOperation PostDispute(
        this SandboxOperation operation, string dispute, bool isReturn, DateTimeOffset at) =>
        operation.Add(new SandboxPosting(MovementKind.Dispute, isReturn, at, dispute));

    /// <summary>
    /// Later than the one before: the books are written by several machines, whose clocks differ, and a statement is in
    /// order of time.
    /// </summary>
    private static SandboxOperation Add(this SandboxOperation operation, SandboxPosting posting)
    {
        var postings = operation.Postings ?? [];
        var at = postings.LastOrDefault() is { } last && last.At >= posting.At ? last.At.AddTicks(1) : posting.At;
        return operation with { Postings = postings.Add(posting with { At = at }) };
    }

    /// <summary>
    /// The postings of an operation. A row from before there were postings has what can be told from its state, booked
    /// when it was first requested.
    /// </summary>
    public static IEnumerable<SandboxPosting> ListPostings(this SandboxOperation operation)
    {
        if (operation.Postings is { } postings) return postings;
        if (FindKind(operation.Kind) is not { } kind || operation.State != SandboxState.Done) return [];
        var at = operation.AskedAt;
        return
        [
            new SandboxPosting(kind, IsReturn: false, at),
            .. operation.Voided ? ImmutableArray.Create(new SandboxPosting(kind, IsReturn: true, at)) : [],
            .. (operation.Disputes ?? []).Select(
                dispute => new SandboxPosting(MovementKind.Dispute, IsReturn: false, at, dispute.Reference)),
            .. (operation.Disputes ?? []).Where(dispute => dispute.Status == DisputeStatus.Won).Select(
                dispute => new SandboxPosting(MovementKind.Dispute, IsReturn: true, at, dispute.Reference)),
        ];
    }

    private static MovementKind? FindKind(SandboxKind kind) => kind switch
    {
        SandboxKind.Capture => MovementKind.Capture,
        SandboxKind.Refund => MovementKind.Refund,
        SandboxKind.Settlement => MovementKind.Credit,
        _ => null,
    };
}
