using System.Collections.Frozen;
using Payments.Handlers.Ports;

namespace Payments.Functions.Http;

/// <summary>
/// The scope that each function requires of its caller's credential: all of them in one place, by name. A function that
/// is missing here answers nobody; a test compares the list with the functions. Dead letters are of all organizations,
/// and require the ops token instead (<see cref="Payments.Dialects.Ops.OpsAccess"/>).
/// </summary>
internal static class RouteScopes
{
    private static readonly FrozenDictionary<string, Scopes> Required = new (Scopes Scope, string[] Functions)[]
    {
        (Scopes.Read,
        [
            "FlowGetAuthorization", "FlowGetAuthorizations", "FlowGetAuthorizationVersions",
            "FlowGetCapture", "FlowGetCaptureIdentifiers", "FlowGetCaptures", "FlowGetCaptureVersions",
            "FlowGetCreditPayment", "FlowGetCreditPayments", "FlowGetCreditPaymentVersions",
            "FlowGetEvents",
            "FlowGetOrder", "FlowGetOrders",
            "FlowGetRefund", "FlowGetRefundAllocations", "FlowGetRefundIdentifiers", "FlowGetRefunds",
            "FlowGetRefundSummary", "FlowGetRefundVersions", "FlowPostRefundPreview",
            "FlowGetWebhook", "FlowGetWebhooks",
            "OrderCloudGetOrder", "OrderCloudGetPayment", "OrderCloudListPayments",
            "CommerceHubGetCredit", "CommerceHubGetCreditBelowCh",
            // What it shows is the caller's own, and nothing is moved by it.
            "OpsSandbox",
        ]),
        (Scopes.Write,
        [
            "FlowDeleteAuthorization", "FlowPostAuthorization", "FlowPostAuthorizationRelease", "FlowPutAuthorization",
            "FlowDeleteCaptureIdentifier", "FlowPostCapture", "FlowPutCaptureIdentifier",
            "FlowDeleteCreditPayment", "FlowPostCreditPayment", "FlowPutCreditPayment",
            "FlowPostOrder", "FlowPutOrder",
            "OrderCloudCreatePayment", "OrderCloudCreateTransaction", "OrderCloudDeletePayment",
            "OrderCloudDeleteTransaction", "OrderCloudPatchPayment", "OrderCloudPutOrder",
            "OpsSandboxEvent",
        ]),
        (Scopes.Refund,
        [
            "FlowDeleteRefund", "FlowDeleteRefundIdentifier", "FlowPostRefund", "FlowPutRefundIdentifier",
        ]),
        (Scopes.Credit,
        [
            "CommerceHubCredit", "CommerceHubCreditBelowCh", "CommerceHubRefund", "CommerceHubRefundBelowCh",
        ]),
        // An endpoint hears what its organization can read: who may not read may not register one either.
        (Scopes.Read | Scopes.Write,
        [
            "FlowDeleteWebhook", "FlowPostWebhook", "FlowPostWebhookPing", "FlowPostWebhookRotation", "FlowPutWebhook",
        ]),
        (Scopes.Ops, ["OpsGetAudit", "OpsGetReconciliation"]),
    }.SelectMany(row => row.Functions.Select(function => (function, row.Scope)))
        .ToFrozenDictionary(row => row.function, row => row.Scope);

    /// <summary>The functions that require a scope.</summary>
    public static IReadOnlyCollection<string> Functions => Required.Keys;

    /// <summary>The scope that a function requires.</summary>
    public static Scopes Of(string function) => Required.TryGetValue(function, out var scope)
        ? scope
        : throw new InvalidOperationException($"{function} has no scope.");
}
