using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Payments.Dialects.CommerceHub;
using Payments.Dialects.CommerceHub.Credits;
using Payments.Dialects.Events;
using Payments.Dialects.Flow;
using Payments.Dialects.Flow.Authorizations;
using Payments.Dialects.Flow.Captures;
using Payments.Dialects.Flow.CreditPayments;
using Payments.Dialects.Flow.Events;
using Payments.Dialects.Flow.Identifiers;
using Payments.Dialects.Flow.Orders;
using Payments.Dialects.Flow.Refunds;
using Payments.Dialects.Flow.Webhooks;
using Payments.Dialects.Ops;
using Payments.Dialects.OrderCloud;
using Payments.Dialects.OrderCloud.Models;
using Payments.Dialects.OrderCloud.Orders;
using Payments.Dialects.OrderCloud.PaymentLists;
using Payments.Dialects.OrderCloud.TokenEndpoints;
using Payments.Ledger.Events;
using Payments.Testing;
using Payments.Testing.OpenApi;

namespace Payments.Dialects.Tests.OpenApi;

/// <summary>The schemas of responses in docs/openapi have the fields of the wire models, and no others.</summary>
public sealed class DocumentedModels
{
    private static readonly JsonSerializerOptions CommerceHub = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private static readonly (string Document, JsonSerializerOptions Options, (string Schema, Type Model)[] Models)[]
        Documents =
        [
            ("flow.json", FlowJson.Options,
            [
                ("Order", typeof(OrderModel)), ("CardAuthorization", typeof(CardAuthorizationModel)),
                ("AuthorizationVersion", typeof(AuthorizationVersionModel)), ("Capture", typeof(CaptureModel)),
                ("CaptureVersion", typeof(CaptureVersionModel)), ("Refund", typeof(RefundModel)),
                ("RefundVersion", typeof(RefundVersionModel)), ("RefundSummary", typeof(RefundOrderSummaryModel)),
                ("RefundPreview", typeof(RefundPreviewModel)), ("RefundAllocations", typeof(RefundTraceModel)),
                ("Identifier", typeof(IdentifierModel)), ("CreditPayment", typeof(CreditPaymentModel)),
                ("CreditPaymentVersion", typeof(CreditPaymentVersionModel)),
                ("ExpandedOrder", typeof(ExpandedOrderModel)), ("OrderReference", typeof(OrderReferenceModel)),
                ("GenericError", typeof(GenericError)), ("AuthorizationError", typeof(AuthorizationError)),
                ("CaptureError", typeof(CaptureError)), ("RefundError", typeof(RefundError)),
                ("CreditPaymentError", typeof(CreditPaymentError)),
            ]),
            ("ordercloud.json", OrderCloudResponses.Options,
            [
                ("Payment", typeof(PaymentBody)), ("PaymentList", typeof(ListBody)), ("Order", typeof(OrderBody)),
                ("Errors", typeof(OrderCloudErrorBody)), ("Token", typeof(TokenBody)),
                ("TokenErrors", typeof(TokenErrorBody)), ("PublicKey", typeof(PublicKeyBody)),
            ]),
            ("commercehub.json", CommerceHub, [("Credit", typeof(CreditBody)), ("Errors", typeof(ErrorBody))]),
            ("service.json", CloudEventModel.Options,
            [
                ("GenericError", typeof(GenericError)), ("Webhook", typeof(WebhookModel)),
                ("WebhookPing", typeof(WebhookPingModel)), ("EventPage", typeof(EventPageModel)),
                ("AuditEntry", typeof(AuditEntryModel)), ("AuthorizationData", typeof(AuthorizationData)),
                ("CaptureData", typeof(CaptureData)), ("RefundData", typeof(RefundData)),
                ("CreditPaymentData", typeof(CreditPaymentData)), ("CreditData", typeof(CreditData)),
                ("PaymentData", typeof(PaymentData)), ("PingData", typeof(PingData)),
                ("DifferencesData", typeof(DifferencesData)), ("Reconciliation", typeof(ReconciliationModel)),
            ]),
        ];

    /// <summary>Made by functions without a model, and compared with every answer of theirs in their tests.</summary>
    private static readonly string[] WithoutModel =
        ["Health", "DeadLetter", "Requeued", "SandboxBooks", "SandboxOperation", "SandboxDispute", "SandboxEvent"];

    [Fact]
    public void Every_field_of_a_response_is_documented_with_its_type_and_whether_it_is_always_there() =>
        Findings.MustBeNone(Documents.SelectMany(row => new Comparison(row.Document, row.Options).Compare(row.Models)));

    [Fact]
    public void Every_schema_of_a_response_is_that_of_a_model() => Findings.MustBeNone(
        from row in Documents
        let comparison = new Comparison(row.Document, row.Options)
        let found = comparison.Compare(row.Models).Count
        let document = ApiDocument.Named(row.Document)
        from schema in document.Schemas
        where !comparison.Compared.Contains(schema.Key) && !WithoutModel.Contains(schema.Key)
        where schema.Value!["enum"] is null && !IsRead(document, schema.Key)
        select $"{row.Document}: {schema.Key} is no model's; {found} findings");

    [Fact]
    public void Every_type_of_event_is_documented() => Assert.Equal(
        Enum.GetValues<EventKind>().Select(EventTypes.From)
            .Append(EventTypes.Ping)
            .Append(EventTypes.DifferencesFound)
            .Order(StringComparer.Ordinal),
        ApiDocument.Named("service.json").Schemas["CloudEvent"]!["properties"]!["type"]!["enum"]!.AsArray()
            .Select(type => type!.GetValue<string>())
            .Order(StringComparer.Ordinal));

    /// <summary>Whether a schema is part of a form.</summary>
    private static bool IsRead(ApiDocument document, string schema)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var left = new Stack<JsonNode>(
            document.Operations.Select(operation => operation.Node["requestBody"]).OfType<JsonNode>());
        while (left.TryPop(out var node))
        {
            if (ApiDocument.SchemaName(node) is { } name && seen.Add(name)) left.Push(document.Schemas[name]!);
            var children = node switch
            {
                JsonObject found => found.Select(property => property.Value),
                JsonArray items => items,
                _ => [],
            };
            foreach (var child in children.OfType<JsonNode>()) left.Push(child);
        }

        return seen.Contains(schema);
    }

    /// <summary>Compares the schemas of one document with models, and with what those consist of.</summary>
    private sealed class Comparison(string name, JsonSerializerOptions options)
    {
        private readonly ApiDocument _document = ApiDocument.Named(name);
        private readonly DefaultJsonTypeInfoResolver _types = new();
        private readonly NullabilityInfoContext _nullability = new();
        private readonly bool _leavesOutNulls = options.DefaultIgnoreCondition == JsonIgnoreCondition.WhenWritingNull;

        public HashSet<string> Compared { get; } = new(StringComparer.Ordinal);

        public List<string> Compare(IEnumerable<(string Schema, Type Model)> models) =>
            [.. models.SelectMany(row => CompareSchema(row.Schema, row.Model))];

        private List<string> CompareSchema(string schema, Type model) => Compared.Add(schema)
            ? CompareObject(schema, _document.Schemas[schema]!.AsObject(), model)
            : [];

        private List<string> CompareObject(string place, JsonObject schema, Type model)
        {
            var documented = schema["properties"]!.AsObject();
            var required = (schema["required"]?.AsArray() ?? [])
                .Select(field => field!.GetValue<string>()).ToHashSet(StringComparer.Ordinal);
            var fields = _types.GetTypeInfo(model, options).Properties;
            var findings = documented.Select(field => field.Key)
                .Except(fields.Select(field => field.Name))
                .Select(field => $"{name}: {place}.{field} is no field of {model.Name}").ToList();
            foreach (var field in fields)
            {
                var at = $"{place}.{field.Name}";
                if (documented[field.Name] is not { } described)
                {
                    findings.Add($"{name}: {at} is missing");
                    continue;
                }

                var property = (PropertyInfo)field.AttributeProvider!;
                var isNullable = _nullability.Create(property).ReadState == NullabilityState.Nullable;
                if (required.Contains(field.Name) == (isNullable && _leavesOutNulls))
                    findings.Add($"{name}: {at} is {(isNullable ? "not " : "")}always there");
                findings.AddRange(CompareValue(at, described, field, isNullable && !_leavesOutNulls));
            }

            return findings;
        }

        private List<string> CompareValue(string place, JsonNode described, JsonPropertyInfo field, bool isNullable)
        {
            // Any JSON.
            if (field.CustomConverter is not null || field.PropertyType == typeof(object)) return [];
            return CompareType(place, described, field.PropertyType, isNullable);
        }

        private List<string> CompareType(string place, JsonNode described, Type type, bool isNullable)
        {
            var schema = _document.Resolve(described);
            var kind = Kind(Nullable.GetUnderlyingType(type) ?? type);
            string[] expected = isNullable ? [kind, "null"] : [kind];
            var actual = schema["type"] switch
            {
                JsonArray several => several.Select(one => one!.GetValue<string>()).ToArray(),
                { } one => [one.GetValue<string>()],
                _ => [],
            };
            if (!expected.SequenceEqual(actual))
            {
                return
                [
                    $"{name}: {place} is {string.Join(" or ", expected)}; documented: {string.Join(" or ", actual)}",
                ];
            }

            if (kind == "array")
            {
                return CompareType(
                    $"{place}[]", schema["items"]!, type.GetGenericArguments().Single(), isNullable: false);
            }

            if (kind != "object" || schema["properties"] is null) return [];
            return ApiDocument.SchemaName(described) is { } referred
                ? CompareSchema(referred, type)
                : CompareObject(place, schema, type);
        }

        private static bool IsReadOnlyDictionary(Type type) =>
            type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>);

        private static string Kind(Type type) =>
            type == typeof(string) ? "string"
            : type == typeof(bool) ? "boolean"
            : type == typeof(decimal) ? "number"
            : type == typeof(int) || type == typeof(long) ? "integer"
            : typeof(IDictionary).IsAssignableFrom(type) || IsReadOnlyDictionary(type) ? "object"
            : typeof(IEnumerable).IsAssignableFrom(type) ? "array"
            : "object";
    }
}
