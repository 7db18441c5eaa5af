using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Simulation.Worlds;

namespace Payments.Simulation.Clients;

/// <summary>The reply to a request.</summary>
/// <param name="Rejection">The rejection; null if the request was accepted.</param>
/// <param name="Address">The ledger of what it created.</param>
/// <param name="Record">The record that it created; null if that is not a record of its own.</param>
internal sealed record Reply(Rejection? Rejection, LedgerAddress Address, Record? Record)
{
    /// <summary>
    /// Finds the violation in the reply, if any, at the moment it is given; null if the checks for every request are
    /// enough.
    /// </summary>
    public Func<World, Attempt, string?>? Verify { get; init; }

    /// <summary>The reply to a read, and what must hold of what it shows.</summary>
    public static Reply Seen(OrganizationId organization, Func<World, Attempt, string?> verify) =>
        new(null, new LedgerAddress(organization, default), null) { Verify = verify };

    /// <summary>Converts a use case's response to a reply.</summary>
    public static Reply Of<T>(Answer<T> answer, LedgerAddress address, Func<T, Record?> record) => answer switch
    {
        Answer<T>.Accepted accepted => new Reply(null, address, record(accepted.Result)),
        Answer<T>.Rejected rejected => new Reply(rejected.Rejection, address, null),
        _ => throw new InvalidOperationException($"No such answer: {answer}."),
    };
}

/// <summary>How many of a request's attempts ended in which way.</summary>
internal sealed class Tries
{
    public int Sent { get; set; }

    /// <summary>When it was first sent.</summary>
    public TimeSpan? Since { get; set; }

    public int Accepted { get; set; }

    public int Rejected { get; set; }

    /// <summary>No response, or one that says nothing about the outcome: the request may have taken effect.</summary>
    public int Unknown { get; set; }
}

/// <summary>A request of a storefront, sent once, or again if there is no response.</summary>
internal sealed class Request
{
    /// <summary>The request's number in the run.</summary>
    public required int Number { get; init; }

    /// <summary>A description for the history.</summary>
    public required string What { get; init; }

    /// <summary>Sends the request to a process, with the mark that the record will carry.</summary>
    public required Func<UseCases, string, DateTimeOffset, Task<Reply>> Ask { get; init; }

    /// <summary>Can be repeated: it has a caller's key, and every attempt must get the same response.</summary>
    public bool IsKeyed { get; init; }

    /// <summary>How long its key identifies it; after that the same request is a new one. Null: forever.</summary>
    public TimeSpan? KeyLifetime { get; init; }

    /// <summary>
    /// Each attempt counts separately: because of the caller's id a second one is a conflict, not a repetition.
    /// </summary>
    public bool IsMarkedPerTry { get; init; }

    /// <summary>Creates one thing: under an <c>Idempotency-Key</c> it can be repeated.</summary>
    public bool IsPost { get; init; }

    /// <summary>Removes something: success means that it is gone.</summary>
    public RecordKey? Removes { get; init; }

    /// <summary>Can be repeated with another response: it sets a state and creates nothing.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>Called on the first acceptance, so that later requests can build on it.</summary>
    public Action<Record> Learned { get; init; } = _ => { };

    /// <summary>The attempts so far.</summary>
    public Tries Tries { get; } = new();

    /// <summary>The record of the first acceptance.</summary>
    public Record? Made { get; set; }

    /// <summary>The ledger of that record.</summary>
    public LedgerAddress? MadeIn { get; set; }

    /// <summary>The marks of rejected attempts, if each attempt has its own.</summary>
    public List<string> RejectedMarks { get; } = [];

    /// <summary>Whether a caller that gets no response may repeat the request.</summary>
    public bool MayBeRepeated => IsKeyed || IsRepeatable;

    /// <summary>The mark that the record of an attempt carries.</summary>
    public string MarkOf(int tryNumber) => IsMarkedPerTry ? $"r{Number}.{tryNumber}" : $"r{Number}";
}
