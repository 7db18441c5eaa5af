using System.Collections.Frozen;
using System.Globalization;
using Payments.Handlers.Ports;
using Payments.Ledger.Records;
using Payments.Processors.Sandbox;

namespace Payments.Processors.CommerceHub;

/// <summary>
/// What the gateway's replies say about an operation (docs/processors.md). Only what certainly did not move money is a
/// decline: a decline is final.
/// </summary>
internal static class HubOutcomes
{
    /// <summary>Codes that decline the operation itself, with their reasons.</summary>
    private static readonly FrozenDictionary<string, DeclineReason> Declines = new Dictionary<string, DeclineReason>
    {
        ["102"] = DeclineReason.Unspecified,
        ["103"] = DeclineReason.InvalidCardNumber,
        ["104"] = DeclineReason.InvalidCardNumber,
        ["115"] = DeclineReason.InvalidExpiration,
        ["129"] = DeclineReason.InvalidCardNumber,
        ["105"] = DeclineReason.NotSupported,
        ["205"] = DeclineReason.NotSupported,
        ["236"] = DeclineReason.NotSupported,
        ["247"] = DeclineReason.NotSupported,
        ["304"] = DeclineReason.NotSupported,
        ["600"] = DeclineReason.SuspectedFraud,
        ["613"] = DeclineReason.Duplicate,
        ["624"] = DeclineReason.OverLimit,
        ["804"] = DeclineReason.Unspecified,
        ["805"] = DeclineReason.Unspecified,
        ["806"] = DeclineReason.Unspecified,
        ["807"] = DeclineReason.OverLimit,
        ["808"] = DeclineReason.OverLimit,
        ["809"] = DeclineReason.Unspecified,
        ["810"] = DeclineReason.Unspecified,
        ["812"] = DeclineReason.Unspecified,
        ["814"] = DeclineReason.NotSupported,
        ["815"] = DeclineReason.NotSupported,
        ["818"] = DeclineReason.Unspecified,
        ["819"] = DeclineReason.Unspecified,
        ["820"] = DeclineReason.Unspecified,
        ["821"] = DeclineReason.Unspecified,
        ["822"] = DeclineReason.Unspecified,
        ["823"] = DeclineReason.Unspecified,
        ["824"] = DeclineReason.Unspecified,
        ["825"] = DeclineReason.Unspecified,
        ["826"] = DeclineReason.Unspecified,
        ["827"] = DeclineReason.Unspecified,
        ["828"] = DeclineReason.Unspecified,
        ["830"] = DeclineReason.Unspecified,
        ["831"] = DeclineReason.Unspecified,
        ["832"] = DeclineReason.Unspecified,
        ["833"] = DeclineReason.Unspecified,
        ["837"] = DeclineReason.Unspecified,
        ["850"] = DeclineReason.Unspecified,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Codes of an inquiry about a transaction that the gateway does not have.</summary>
    private static readonly FrozenSet<string> NotFound =
        FrozenSet.Create(StringComparer.Ordinal, "763", "764", "801");

    /// <summary>The gateway takes card numbers in clear on its certification host only.</summary>
    public static Decline CardNumbersNotSent { get; } = new(
        DeclineReason.NotSupported,
        "card_numbers_not_supported",
        "The gateway takes open credits by token only: a card number would have to be encrypted.",
        Permanent: true);

    /// <summary>Amounts have three decimals at most.</summary>
    public static Decline Inexpressible(string amount) => new(
        DeclineReason.NotSupported, "amount_not_expressible", $"The gateway can't take exactly {amount}.");

    /// <summary>The outcome of the request that got this reply.</summary>
    public static ProcessorResponse Read(ProcessorOperation operation, HubReply reply)
    {
        if (reply.IsAnswer) return Read(operation, new HubTransaction(reply.Json!.Value));
        return reply is { Status: 400 }
            && reply.FindErrorCode() is { } code
            && Declines.TryGetValue(code, out var reason)
            ? new ProcessorResponse.Declined(new Decline(reason, code, $"The gateway rejected it: {code}."))
            : new ProcessorResponse.Unknown(Describe(reply));
    }

    /// <summary>The outcome of an operation whose transaction this is.</summary>
    public static ProcessorResponse Read(ProcessorOperation operation, HubTransaction transaction)
    {
        if (transaction.Id is not { Length: > 0 } id)
            return new ProcessorResponse.Unknown("Commerce Hub: the reply names no transaction.");
        return transaction.State switch
        {
            "VOIDED" when operation is not ReleaseFunds => new ProcessorResponse.Declined(
                new Decline(DeclineReason.Unspecified, "voided", "The transaction was voided at the gateway.")),
            "AUTHORIZED" or "CAPTURED" or "SETTLED" or "VOIDED" when IsWaiting(transaction) =>
                new ProcessorResponse.Pending(id),
            "AUTHORIZED" or "CAPTURED" or "SETTLED" or "VOIDED" => Approve(operation, transaction, id),
            "PENDING" or "WAITING" => new ProcessorResponse.Pending(id),
            "DECLINED" => new ProcessorResponse.Declined(ReadDecline(transaction)),
            var other => new ProcessorResponse.Unknown($"Commerce Hub: the transaction is {other}."),
        };
    }

    /// <summary>Whether an inquiry's reply says that there is no such transaction.</summary>
    public static bool IsNotFound(HubReply reply) =>
        reply.ListTransactions() is { Count: 0 }
        || (reply is { Status: 400 or 404 } && reply.FindErrorCode() is { } code && NotFound.Contains(code));

    /// <summary>For logs: codes only, because a message may repeat what was sent.</summary>
    public static string Describe(HubReply reply) => string.Create(
        CultureInfo.InvariantCulture, $"Commerce Hub: {reply.Status} {reply.FindErrorCode()}").TrimEnd();

    private static bool IsWaiting(HubTransaction transaction) =>
        transaction.ApprovalStatus == "WAITING" || transaction.ResponseCode == "002";

    /// <summary>An approval of another amount than was asked for is for a person to look at.</summary>
    private static ProcessorResponse Approve(ProcessorOperation operation, HubTransaction transaction, string id) =>
        operation is not ReleaseFunds && transaction.FindApprovedAmount() is { } amount && amount != operation.Amount
            ? new ProcessorResponse.Unknown("Commerce Hub: another amount was approved.")
            : new ProcessorResponse.Approved(id, transaction.ApprovalCode);

    private static Decline ReadDecline(HubTransaction transaction)
    {
        var decline = ResponseCodes.ToDecline(transaction.ResponseCode ?? "006");
        return transaction.ResponseMessage is { Length: > 0 } message ? decline with { Message = message } : decline;
    }
}
