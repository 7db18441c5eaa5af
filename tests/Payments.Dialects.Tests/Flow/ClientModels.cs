using System.Globalization;
using System.Text.Json;

namespace Payments.Dialects.Tests.Flow;

/// <summary>
/// The models of Flow's Ruby client, which rejects a response with a required field missing or of another type
/// (flow-payments.md). A field is optional if its kind ends in a question mark.
/// </summary>
internal static class ClientModels
{
    private static readonly Dictionary<string, string> Fields = new(StringComparer.Ordinal)
    {
        ["money"] = "amount number, currency text",
        ["price"] = "amount number, currency text, label text",
        ["price_with_base"] = "amount number, currency text, label text, base price?",
        ["localized_total"] = "key =localized_total, amount number, currency text, label text, base price",
        ["flow_order"] = "discriminator =flow_order, number text",
        ["authorization_reference"] = "id text, key text, order flow_order?",
        ["order_reference"] = "discriminator =order_reference, id text, number text",
        ["name"] = "first text?, last text?",
        ["order_customer"] = "name name, email text?",
        ["expanded_order"] =
            "discriminator =order, id text, number text, customer order_customer, delivered_duty =paid|unpaid, " +
            "destination map, expires_at moment, items list, deliveries list, selections list, prices list, " +
            "total localized_total, attributes map, balance localized_total?",
        ["original_prices"] = "value price, max price",
        ["credit_payment"] =
            "id text, order order_reference, key text, description text, value price_with_base, " +
            "original original_prices, attributes map, refund_id text?",
        ["credit_payment_expanded"] =
            "id text, order expanded_order, key text, description text, value price_with_base, " +
            "original original_prices, attributes map, refund_id text?",
        ["credit_payment_error"] =
            "code =generic_error|invalid_order_number|invalid_currency|invalid_description|duplicate|" +
            "amount_must_be_positive|amount_exceeds_balance|insufficient_amount, messages list, codes list",
        ["refund"] =
            "id text, key text, authorization authorization_reference, amount number, currency text, " +
            "requested money?, captures [refund_capture_summary], created_at moment, attributes map?, " +
            "status =pending|succeeded|failed|canceled, base money?, error refund_error?, tenders list?, " +
            "credit_payments [refund_credit_payment]?",
        ["refund_credit_payment"] = "credit_payment reference, amount number",
        ["refund_capture_summary"] = "capture capture, amount number",
        ["refund_error"] =
            "code =generic_error|client_error|server_error, messages list, decline_code =expired|" +
            "insufficient_funds|unknown",
        ["refund_order_summary"] =
            "order_number text, currency text, captured number, refunded number, " +
            "amounts refund_order_summary_amounts",
        ["refund_order_summary_amounts"] = "balance number, balance_excluding_shipping number, shipping number",
        ["capture"] =
            "id text, key text, authorization authorization_reference, amount number, currency text, " +
            "requested money?, created_at moment, attributes map?, status =initiated|pending|succeeded|failed|" +
            "canceled, base money?, error capture_error?",
        ["capture_error"] =
            "code =generic_error|client_error|server_error, messages list, decline_code =expired|" +
            "insufficient_funds|unknown",
        ["card_reference"] = "discriminator =card_reference, id text, token text",
        ["result"] = "status =initiated|pending|expired|authorized|review|declined|reversed, decline_code text?",
        ["card_authorization"] =
            "discriminator =card_authorization, id text, key text, merchant_of_record =flow|organization, " +
            "card card_reference, amount number, currency text, customer order_customer, attributes map, " +
            "order flow_order?, result result, created_at moment, expires_at moment?, base money?, released number?",
        ["authorization_error"] = "code text, messages list",
        ["reference"] = "id text, key text",
        ["refund_identifier"] = "id text, refund reference, name text, identifier text, primary flag",
        ["capture_identifier"] = "id text, capture reference, name text, identifier text, primary flag",
        ["generic_error"] = "code =generic_error|client_error|server_error, messages list",
    };

    /// <summary>
    /// What the client would reject in a response, each with its path; also fields that the model does not have.
    /// </summary>
    public static IEnumerable<string> Problems(string model, JsonElement element, string path = "$")
    {
        if (element.ValueKind != JsonValueKind.Object) return [$"{path} is no object"];
        var fields = Fields[model].Split(", ").Select(field => field.Split(' ', 2)).ToList();
        var unknown = element.EnumerateObject()
            .Where(found => fields.TrueForAll(field => field[0] != found.Name))
            .Select(found => $"{path}.{found.Name} is no field of {model}");
        return unknown.Concat(fields.SelectMany(field =>
            Problems(element, field[0], field[1].TrimEnd('?'), !field[1].EndsWith('?'), $"{path}.{field[0]}")));
    }

    private static IEnumerable<string> Problems(
        JsonElement parent, string name, string kind, bool required, string path)
    {
        if (!parent.TryGetProperty(name, out var value)) return required ? [$"{path} is missing"] : [];
        if (kind.StartsWith('['))
        {
            return value.ValueKind == JsonValueKind.Array
                ? value.EnumerateArray().SelectMany((item, index) =>
                    Problems(kind.Trim('[', ']'), item, $"{path}.{index}"))
                : [$"{path} is no list"];
        }

        if (Fields.ContainsKey(kind)) return Problems(kind, value, path);
        return IsOfKind(value, kind) ? [] : [$"{path} is not of the kind {kind}: {value.GetRawText()}"];
    }

    private static bool IsOfKind(JsonElement value, string kind) => kind switch
    {
        "text" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "flag" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "list" => value.ValueKind == JsonValueKind.Array,
        "map" => value.ValueKind == JsonValueKind.Object
            && value.EnumerateObject().All(pair => pair.Value.ValueKind == JsonValueKind.String),
        "moment" => value.ValueKind == JsonValueKind.String && IsMoment(value.GetString()!),
        _ when kind.StartsWith('=') => value.ValueKind == JsonValueKind.String
            && kind[1..].Split('|').Contains(value.GetString()),
        _ => throw new ArgumentException($"There is no kind {kind}.", nameof(kind)),
    };

    private static bool IsMoment(string text) => text.EndsWith('Z')
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);
}
