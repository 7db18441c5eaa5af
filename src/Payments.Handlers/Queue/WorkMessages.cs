using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Payments.Handlers.Ports;
using Payments.Ledger.Events;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Queue;

/// <summary>The result of parsing a message.</summary>
public abstract record ReadWork
{
    private ReadWork()
    {
    }

    /// <summary>A valid work item.</summary>
    public sealed record Valid(WorkItem Work) : ReadWork;

    /// <summary>Not a valid work item, for a reason that an operator can act on.</summary>
    public sealed record Invalid(string Reason) : ReadWork;
}

/// <summary>A work item as a message.</summary>
/// <param name="Type">The wire name of the type of work.</param>
/// <param name="Body">The message's body.</param>
public sealed record WorkMessage(string Type, ReadOnlyMemory<byte> Body);

/// <summary>Work items as message bodies: JSON that names the type of work, the ledger and the record.</summary>
public static class WorkMessages
{
    private const string ExecuteRefund = "execute_refund";
    private const string ConfirmCapture = "confirm_capture";
    private const string ReleaseAuthorization = "release_authorization";
    private const string SettleCredit = "settle_credit";
    private const string ResolveUnknownOutcomes = "ask_again";
    private const string PublishEvents = "publish_events";
    private const string DeliverEvent = "deliver_event";
    private const string DeliverDifferences = "deliver_differences";
    private const string ReviewRecord = "review_record";

    /// <summary>A message's id contains its chain, and may have 128 characters.</summary>
    private const int MaxChainIdLength = 32;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The message for a work item.</summary>
    public static WorkMessage Write(WorkItem work)
    {
        var fields = new Fields(
            GetTypeName(work),
            work.Address.Organization.Value,
            work.Address.Ledger.ToString(),
            work.Subject,
            work.Attempt,
            work.ChainId,
            work.FailureCount,
            work.TraceParent);
        fields = work switch
        {
            Ports.PublishEvents published => fields with
            {
                Events = [.. published.Events.Select(EventFields.From)],
            },
            Ports.DeliverEvent delivery => fields with
            {
                Id = delivery.Event.ToString(),
                Record = delivery.Record.Value,
                Endpoint = delivery.Endpoint.ToString(),
            },
            Ports.DeliverDifferences delivery => fields with
            {
                Day = delivery.Found.Text,
                Counts = delivery.Found.Counts,
                Endpoint = delivery.Endpoint.ToString(),
            },
            _ => fields,
        };
        return new WorkMessage(fields.Type, JsonSerializer.SerializeToUtf8Bytes(fields, Options));
    }

    /// <summary>Parses a message's body: the work item, or why it is invalid.</summary>
    public static ReadWork Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize<Fields>(body.Span, Options) is { } fields
                ? Read(fields)
                : Invalid("The body is null.");
        }
        catch (JsonException malformed)
        {
            return Invalid($"The body is not a work item in JSON: {malformed.Message}");
        }
    }

    /// <summary>
    /// The body with which a message is requeued: its work from the start, in a new chain. A body that is not a work
    /// item stays unchanged.
    /// </summary>
    public static ReadOnlyMemory<byte> Restart(ReadOnlyMemory<byte> body, string chain) =>
        Parse(body) is ReadWork.Valid valid ? Write(valid.Work.Restart(chain)).Body : body;

    private static string GetTypeName(WorkItem work) => work switch
    {
        Ports.ExecuteRefund => ExecuteRefund,
        Ports.ConfirmCapture => ConfirmCapture,
        Ports.ReleaseAuthorization => ReleaseAuthorization,
        Ports.SettleCredit => SettleCredit,
        Ports.ResolveUnknownOutcomes => ResolveUnknownOutcomes,
        Ports.PublishEvents => PublishEvents,
        Ports.DeliverEvent => DeliverEvent,
        Ports.DeliverDifferences => DeliverDifferences,
        Ports.ReviewRecord => ReviewRecord,
        _ => throw new InvalidOperationException($"Unknown work item: {work}."),
    };

    private static ReadWork Read(Fields fields)
    {
        if (fields.Organization.Length == 0) return Invalid("The organization is empty.");
        if (!OrganizationId.TryFrom(fields.Organization, out var organization))
            return Invalid($"The organization has more than {OrganizationId.MaxLength} characters.");
        if (!LedgerId.TryParse(fields.Ledger, out var ledger)) return Invalid($"'{fields.Ledger}' is not a ledger id.");
        if (fields.Attempt < 0) return Invalid($"The attempt {fields.Attempt} is negative.");
        if (fields.Faults < 0) return Invalid($"The failure count {fields.Faults} is negative.");
        if (fields.Chain is { Length: 0 or > MaxChainIdLength }) return Invalid($"'{fields.Chain}' is not a chain id.");

        return ReadItem(fields, new LedgerAddress(organization, ledger));
    }

    private static ReadWork ReadItem(Fields fields, LedgerAddress address)
    {
        var ledger = address.Ledger;
        return fields.Type switch
        {
            ExecuteRefund => WithId<Refund>(id => new Ports.ExecuteRefund(address, id, fields.Attempt)),
            ConfirmCapture => WithId<Capture>(id => new Ports.ConfirmCapture(address, id, fields.Attempt)),
            ReleaseAuthorization => WithId<Authorization>(
                id => new Ports.ReleaseAuthorization(address, id, fields.Attempt)),
            SettleCredit => WithId<Credit>(id => new Ports.SettleCredit(address, id, fields.Attempt)),
            ResolveUnknownOutcomes => fields.Id == fields.Ledger
                ? new ReadWork.Valid(
                    WithTrace(
                        new Ports.ResolveUnknownOutcomes(address, fields.Attempt) { FailureCount = fields.Faults }))
                : Invalid($"'{fields.Id}' is not the id of ledger {ledger}."),
            ReviewRecord => ProcessorNotification.About.Find(fields.Id) is { } about && about.Ledger == ledger
                ? new ReadWork.Valid(WithTrace(new Ports.ReviewRecord(address, about.Record, fields.Attempt)
                {
                    Part = about.Part,
                    ChainId = fields.Chain,
                    FailureCount = fields.Faults,
                }))
                : Invalid($"'{fields.Id}' is no record of ledger {ledger} that can be reviewed."),
            PublishEvents => fields.Events is { IsEmpty: false } events
                ? WithChain(new Ports.PublishEvents(
                    address, [.. events.Select(announced => announced.ToEvent())], fields.Attempt))
                : Invalid("It names no events."),
            DeliverEvent => ReadDelivery(),
            DeliverDifferences => ReadDifferences(),
            _ => Invalid($"'{fields.Type}' is not a type of work."),
        };

        // A text that is no trace context is left out: nothing depends on it.
        WorkItem WithTrace(WorkItem work) =>
            ActivityContext.TryParse(fields.Traceparent, traceState: null, out _)
                ? work with { TraceParent = fields.Traceparent }
                : work;

        ReadWork ReadDelivery()
        {
            if (!LedgerEventId.TryParse(fields.Id, out var id) || id.Ledger != ledger)
                return Invalid($"'{fields.Id}' is not the id of an event of ledger {ledger}.");
            if (fields.Record is not { Length: > 0 } record) return Invalid("It names no record.");
            return WithEndpoint(
                endpoint => new Ports.DeliverEvent(address, id, new RecordKey(record), endpoint, fields.Attempt));
        }

        ReadWork ReadDifferences()
        {
            if (!DifferencesFound.TryParseDay(fields.Day, out var day)) return Invalid($"'{fields.Day}' is not a day.");
            if (fields.Counts is not { IsEmpty: false } counts) return Invalid("It names no differences.");
            return WithEndpoint(endpoint => new Ports.DeliverDifferences(
                address, new DifferencesFound(day, counts), endpoint, fields.Attempt));
        }

        ReadWork WithEndpoint(Func<WebhookId, WorkItem> work) =>
            WebhookId.TryParse(fields.Endpoint ?? "", out var endpoint)
                ? WithChain(work(endpoint))
                : Invalid($"'{fields.Endpoint}' is not the id of a webhook endpoint.");

        ReadWork WithChain(WorkItem work) =>
            new ReadWork.Valid(WithTrace(work with { ChainId = fields.Chain, FailureCount = fields.Faults }));

        ReadWork WithId<T>(Func<Id<T>, WorkItem> work) where T : IIdentified
        {
            if (!Id<T>.TryParse(fields.Id, out var id))
                return Invalid($"'{fields.Id}' is not an id of kind '{T.Prefix}'.");
            return id.Ledger == ledger
                ? new ReadWork.Valid(
                    WithTrace(work(id) with { ChainId = fields.Chain, FailureCount = fields.Faults }))
                : Invalid($"{id} does not belong to ledger {ledger}.");
        }
    }

    private static ReadWork.Invalid Invalid(string reason) => new(reason);

    /// <remarks>Messages of earlier versions have no chain and no failure count (stored as <c>faults</c>).</remarks>
    private sealed record Fields(
        string Type,
        string Organization,
        string Ledger,
        string Id,
        int Attempt,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Chain = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Faults = 0,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Traceparent = null)
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public ImmutableArray<EventFields>? Events { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Record { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Endpoint { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Day { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public ImmutableSortedDictionary<string, int>? Counts { get; init; }
    }

    private sealed record EventFields(long Sequence, string Record, long Commit)
    {
        public static EventFields From(AnnouncedEvent announced) =>
            new(announced.Sequence, announced.Record.Value, announced.Commit);

        public AnnouncedEvent ToEvent() => new(Sequence, new RecordKey(Record), Commit);
    }
}
