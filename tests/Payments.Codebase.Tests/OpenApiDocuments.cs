using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Payments.Testing;
using Payments.Testing.OpenApi;

namespace Payments.Codebase.Tests;

/// <summary>The documents in docs/openapi have the limits and the fields of forms that the code has.</summary>
public sealed class OpenApiDocuments
{
    /// <summary>What reads a field of a form, or a parameter of a list, by a name.</summary>
    private static readonly HashSet<string> Readers = new(StringComparer.Ordinal)
    {
        "Text", "Name", "Names", "NamesIfAny", "Number", "Flag", "Object", "Items", "Find", "Has", "IsSent", "IsNull",
        "Id", "Money", "Amount", "Moment", "Time", "Extension", "Word", "Words",
    };

    [Theory]
    [InlineData("flow.json", "OrderForm.number.maxLength", "OrderNumber.MaxLength")]
    [InlineData("flow.json", "MerchantOfRecordAuthorizationForm.token.maxLength", "AuthorizationForm.MaxTokenLength")]
    [InlineData("flow.json", "DirectAuthorizationForm.token.maxLength", "AuthorizationForm.MaxTokenLength")]
    [InlineData("flow.json", "MerchantOfRecordAuthorizationForm.order_number.maxLength", "OrderNumber.MaxLength")]
    [InlineData("flow.json", "DirectAuthorizationForm.key.maxLength", "Key.MaxLength")]
    [InlineData("flow.json", "DirectAuthorizationForm.amount.maxLength", "ExactNumber.MaxTextLength")]
    [InlineData("flow.json", "CustomerForm.email.maxLength", "AuthorizationForm.MaxEmailLength")]
    [InlineData("flow.json", "RefundForm.key.maxLength", "Key.MaxLength")]
    [InlineData("flow.json", "RefundForm.attributes.maxProperties", "FormAttributes.MaxPairs")]
    [InlineData("flow.json", "CreditPaymentForm.description.maxLength", "FlowCreditPayments.MaxDescriptionLength")]
    [InlineData("ordercloud.json", "PaymentForm.ID.maxLength", "OrderCloudId.MaxLength")]
    [InlineData("ordercloud.json", "PaymentForm.Description.maxLength", "PaymentReader.MaxDescriptionLength")]
    [InlineData("ordercloud.json", "PaymentPatch.Description.maxLength", "PaymentReader.MaxDescriptionLength")]
    [InlineData("ordercloud.json", "TransactionForm.Type.maxLength", "TransactionReader.MaxWordLength")]
    [InlineData("ordercloud.json", "TransactionForm.ResultCode.maxLength", "TransactionReader.MaxWordLength")]
    [InlineData("ordercloud.json", "TransactionForm.ResultMessage.maxLength", "TransactionReader.MaxMessageLength")]
    [InlineData("ordercloud.json", "ListMeta.PageSize.maximum", "PaymentListQuery.MaxPageSize")]
    [InlineData("commercehub.json", "Source.tokenData.maxLength", "SourceFields.MaxTokenLength")]
    [InlineData("commercehub.json", "AmountComponents.taxAmounts.maxItems", "AmountFields.MaxTaxAmounts")]
    [InlineData("service.json", "WebhookForm.url.maxLength", "AddressRules.MaxLength")]
    [InlineData("service.json", "WebhookForm.description.maxLength", "FlowWebhooks.MaxDescriptionLength")]
    [InlineData("service.json", "Webhook.secrets.maxItems", "WebhookAdministration.MaxSecrets")]
    public void A_documented_limit_is_that_of_its_constant(string document, string path, string constant)
    {
        var names = path.Split('.');

        var field = ApiDocument.Named(document).Schemas[names[0]]!["properties"]![names[1]]!;

        Assert.Equal(LimitsTable.Find(constant), (long)field[names[2]]!.GetValue<int>());
    }

    [Theory]
    [InlineData("flow.json", "limit", "maximum", "ListReader.MaxLimit")]
    [InlineData("flow.json", "offset", "maximum", "ListReader.MaxOffset")]
    [InlineData("flow.json", "id", "maxItems", "ListFilter.MaxNames")]
    [InlineData("flow.json", "Idempotency-Key", "maxLength", "Key.MaxLength")]
    [InlineData("ordercloud.json", "orderID", "maxLength", "OrderNumber.MaxLength")]
    [InlineData("commercehub.json", "Client-Request-Id", "maxLength", "Key.MaxLength")]
    [InlineData("service.json", "limit", "maximum", "ListReader.MaxLimit")]
    public void A_documented_limit_of_a_parameter_is_that_of_its_constant(
        string document, string name, string keyword, string constant) => Assert.Equal(
        LimitsTable.Find(constant),
        (long)ApiDocument.Named(document).Root["components"]!["parameters"]![name]!["schema"]![keyword]!
            .GetValue<int>());

    [Fact]
    public void Every_field_and_parameter_that_a_dialect_reads_is_documented() => Findings.MustBeNone(
        from api in ((string Folder, string[] Documents)[])
        [
            ("Flow", ["flow.json", "service.json"]), ("Ops", ["service.json"]),
            ("OrderCloud", ["ordercloud.json"]), ("CommerceHub", ["commercehub.json"]),
        ]
        let documented = api.Documents.SelectMany(name => NamesIn(ApiDocument.Named(name).Root))
            .ToHashSet(StringComparer.Ordinal)
        from file in Repository.Sources
        where file.StartsWith($"src/Payments.Dialects/{api.Folder}/", StringComparison.Ordinal)
        from name in NamesReadIn(Repository.Syntax(file))
        where !documented.Contains(name)
        select $"{file} reads {name}, which {string.Join(" and ", api.Documents)} lacks");

    /// <summary>The names of fields and parameters, in any depth.</summary>
    private static IEnumerable<string> NamesIn(JsonNode node) => node switch
    {
        JsonObject found => (found["properties"] is JsonObject fields ? fields.Select(field => field.Key) : [])
            .Concat(found["in"] is JsonValue && found["name"] is JsonValue name ? [name.GetValue<string>()] : [])
            .Concat(found.Select(child => child.Value).OfType<JsonNode>().SelectMany(NamesIn)),
        JsonArray items => items.OfType<JsonNode>().SelectMany(NamesIn),
        _ => [],
    };

    /// <summary>The names in calls such as <c>form.Text("name", …)</c>, literals and constants.</summary>
    private static IEnumerable<string> NamesReadIn(SyntaxNode file)
    {
        var constants = file.DescendantNodes().OfType<VariableDeclaratorSyntax>()
            .Where(declared => declared.Initializer?.Value is LiteralExpressionSyntax { Token.Value: string })
            .GroupBy(declared => declared.Identifier.Text, StringComparer.Ordinal)
            .ToDictionary(
                same => same.Key,
                same => (string)((LiteralExpressionSyntax)same.First().Initializer!.Value).Token.Value!,
                StringComparer.Ordinal);
        return from call in file.DescendantNodes().OfType<InvocationExpressionSyntax>()
               where call.Expression is MemberAccessExpressionSyntax reader
                   && Readers.Contains(reader.Name.Identifier.Text)
                   && call.ArgumentList.Arguments.Count > 0
               let name = call.ArgumentList.Arguments[0].Expression switch
               {
                   LiteralExpressionSyntax { Token.Value: string text } => text,
                   IdentifierNameSyntax known => constants.GetValueOrDefault(known.Identifier.Text),
                   _ => null,
               }
               where name is not null
               select name;
    }
}
