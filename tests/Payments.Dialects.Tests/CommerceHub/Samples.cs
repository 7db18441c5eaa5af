using System.Text.Json.Nodes;

namespace Payments.Dialects.Tests.CommerceHub;

/// <summary>Sample requests.</summary>
internal static class Samples
{
    public const string CardNumber = "4005550000000019";
    public const string SecurityCode = "9173";

    /// <summary>The reference page's sample, unchanged.</summary>
    public const string Seed = """
        {
           "amount":{
              "total":"12.04",
              "currency":"USD"
           },
           "source":{
              "sourceType":"PaymentCard",
              "card":{
                 "cardData":"4005550000000019",
                 "expirationMonth":"02",
                 "expirationYear":"2035",
                 "securityCode":"123",
                 "securityCodeIndicator":"PROVIDED"
              }
           },
           "merchantDetails":{
              "merchantId": "123456789789567",
              "terminalId": "123456"
            }
        }
        """;

    public const string Token =
        """{"amount":{"total":18.25,"currency":"USD"},"source":{"sourceType":"PaymentToken",""" +
        "\"tokenData\":\"9000111122223333\",\"tokenSource\":\"TRANSARMOR\"},\"merchantDetails\":" +
        """{"merchantId":"200000000001","terminalId":"30000001"}}""";

    /// <summary>The page's sample with a field set to JSON, or removed; missing parent objects are created.</summary>
    public static string With(string path, string? json) => With((path, json));

    public static string With(params (string Path, string? Json)[] changes)
    {
        var root = JsonNode.Parse(Seed)!.AsObject();
        foreach (var (path, json) in changes) Set(root, path.Split('.'), json);
        return root.ToJsonString();
    }

    private static void Set(JsonObject at, string[] names, string? json)
    {
        foreach (var name in names[..^1])
        {
            if (at[name] is not JsonObject next) at[name] = next = [];
            at = next;
        }

        if (json is null) at.Remove(names[^1]);
        else at[names[^1]] = JsonNode.Parse(json);
    }
}
