using Payments.Handlers.Ports;
using Stripe;

namespace Payments.Processors.Stripe;

/// <summary>What requests about payments have in common.</summary>
internal static class StripePayments
{
    /// <summary>The part of a payment that is read with it: the charge says whether it can be captured twice.</summary>
    public const string Charge = "latest_charge";

    /// <summary>A request that Stripe executes once.</summary>
    public static RequestOptions Once(ProcessorOperation operation) =>
        new() { IdempotencyKey = OperationKey.Hash(operation) };

    /// <summary>The issuer's authorization code; empty if Stripe does not say.</summary>
    public static string ReadApprovalCode(PaymentIntent intent) =>
        intent.LatestCharge?.PaymentMethodDetails?.Card?.AuthorizationCode ?? "";
}
