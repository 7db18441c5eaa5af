using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Simulation.Worlds;

namespace Payments.Simulation.Clients;

/// <summary>What a request was answered.</summary>
/// <param name="Refusal">The no; null for a yes.</param>
/// <param name="Address">Where what it made is.</param>
/// <param name="Record">What it made; null where that is no record of its own.</param>
internal sealed record Reply(Rejection? Refusal, LedgerAddress Address, Record? Record)
{
    /// <summary>
    /// Tells what is wrong with it, if anything, at the moment that it is given; null where what goes for every request
    /// is enough.
    /// </summary>
    public Func<World, Attempt, string?>? Verify { get; init; }

    /// <summary>The reply to a read, and what must hold of what it shows.</summary>
    public static Reply Seen(OrganizationId organization, Func<World, Attempt, string?> verify) =>
        new(null, new LedgerAddress(organization, default), null) { Verify = verify };

    /// <summary>The reply that a use case's answer is.</summary>
    public static Reply Of<T>(Answer<T> answer, LedgerAddress address, Func<T, Record?> record) => answer switch
    {
        Answer<T>.Accepted accepted => new Reply(null, address, record(accepted.Result)),
        Answer<T>.Rejected refused => new Reply(refused.Rejection, address, null),
        _ => throw new InvalidOperationException($"No such answer: {answer}."),
    };
}

/// <summary>How many of a request's tries ended in which way.</summary>
internal sealed class Tries
{
    public int Sent { get; set; }

    /// <summary>When it was sent for the first time.</summary>
    public TimeSpan? Since { get; set; }

    public int Accepted { get; set; }

    public int Refused { get; set; }

    /// <summary>No answer, or one that says nothing: the request may have been done.</summary>
    public int Unknown { get; set; }
}

/// <summary>Something that a storefront asks for, once or, where it does not hear an answer, again.</summary>
internal sealed class Request
{
    /// <summary>Which of the run's requests.</summary>
    public required int Number { get; init; }

    /// <summary>What is asked, for the history.</summary>
    public required string What { get; init; }

    /// <summary>Asks a process, with the mark that the record will carry.</summary>
    public required Func<UseCases, string, DateTimeOffset, Task<Reply>> Ask { get; init; }

    /// <summary>It may be sent again: it has a key of the caller's, and the same answer is due each time.</summary>
    public bool IsKeyed { get; init; }

    /// <summary>How long its key means it; after that the same request is another one. Null for ever.</summary>
    public TimeSpan? KeyLifetime { get; init; }

    /// <summary>Its tries count one by one: the caller's id makes a second one a conflict, not a repetition.</summary>
    public bool IsMarkedPerTry { get; init; }

    /// <summary>It makes one thing: under an <c>Idempotency-Key</c> it may be sent again.</summary>
    public bool IsPost { get; init; }

    /// <summary>It takes something away: success means that it is gone.</summary>
    public RecordKey? Removes { get; init; }

    /// <summary>It may be sent again, and the answer may be another: it asks for a state, not for a thing.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>What to do with a yes, once: so that later requests can build on it.</summary>
    public Action<Record> Learned { get; init; } = _ => { };

    /// <summary>How it went so far.</summary>
    public Tries Tries { get; } = new();

    /// <summary>The record of the first yes.</summary>
    public Record? Made { get; set; }

    /// <summary>The ledger that it is in.</summary>
    public LedgerAddress? MadeIn { get; set; }

    /// <summary>The marks of tries that were answered with a no, where each try has its own.</summary>
    public List<string> RefusedMarks { get; } = [];

    /// <summary>Whether a caller that hears no answer may send it again.</summary>
    public bool MayBeRepeated => IsKeyed || IsRepeatable;

    /// <summary>What the record of a try carries.</summary>
    public string MarkOf(int tryNumber) => IsMarkedPerTry ? $"r{Number}.{tryNumber}" : $"r{Number}";
}
