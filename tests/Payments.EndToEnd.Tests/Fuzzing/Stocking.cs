using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Payments.EndToEnd.Tests.Fuzzing.Requests;
using Payments.EndToEnd.Tests.Fuzzing.Wire;

namespace Payments.EndToEnd.Tests.Fuzzing;

/// <summary>Makes the stock of the fuzzed organization, and gets the access tokens of all.</summary>
internal sealed class Stocking(HttpClient http)
{
    private const int AtOnce = 8;

    private const string Flow = $"/{Callers.Fuzzed}/";

    public async Task<(Callers Callers, Stock Stock)> FillAsync()
    {
        var tokens = new Dictionary<string, string>();
        foreach (var organization in (string[])[Callers.Fuzzed, Callers.Rejected, Callers.Another])
            tokens[organization] = await GetTokenAsync(organization);
        var callers = new Callers(tokens);
        var credits = ImmutableDictionary.CreateBuilder<int, string>();
        await Parallel.ForAsync(0, Stock.Size, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (n, _) =>
        {
            await FillFlowAsync(n);
            await FillOrderCloudAsync(n, tokens[Callers.Fuzzed]);
        });
        for (var n = 0; n < Stock.Size; n++) credits[n] = await GiveCreditAsync(n, callers);
        return (callers, new Stock(ReadKeyId(tokens[Callers.Fuzzed]), credits.ToImmutable()));
    }

    private async Task<string> GetTokenAsync(string organization)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = Callers.Client(organization),
            ["client_secret"] = Callers.Secret,
        });
        using var response = await http.PostAsync(new Uri("/oauth/token", UriKind.Relative), form);
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        return body["access_token"]!.GetValue<string>();
    }

    private async Task FillFlowAsync(int n)
    {
        var order = Stock.Name("order", n);
        await SendAsync("PUT", $"{Flow}orders/{order}", """{"currency":"USD","total":10000.00}""");
        await AuthorizeAsync(Stock.Name("authorization", n), order, 4000);
        await AuthorizeAsync(Stock.Name("reversible", n), order, 10);
        await SendAsync("POST", $"{Flow}captures", $$"""
            {"authorization_id":"{{Stock.Name("authorization", n)}}","key":"{{Stock.Name("capture", n)}}","amount":3000}
            """);
        await SendAsync("POST", $"{Flow}refunds", $$"""
            {"capture_id":"{{Stock.Name("capture", n)}}","key":"{{Stock.Name("refund", n)}}","amount":5.00}
            """);
        await SendAsync("POST", $"{Flow}credit/payments", $$"""
            {"order_number":"{{order}}","key":"{{Stock.Name("creditpayment", n)}}","description":"gift card",
            "amount":20.00,"max":50.00,"currency":"USD"}
            """);
        foreach (var kind in (string[])["refund", "capture"])
        {
            await SendAsync(
                "PUT", $"{Flow}{kind}s/{Stock.Name(kind, n)}/identifiers/{Stock.Name("rma", n)}", """{"name":"rma"}""");
        }
    }

    private Task AuthorizeAsync(string key, string order, int amount) =>
        SendAsync("POST", $"{Flow}authorizations", $$"""
            {"discriminator":"merchant_of_record_authorization_form","key":"{{key}}","token":"tok-visa",
            "order_number":"{{order}}","amount":{{amount}},"currency":"USD"}
            """);

    private async Task FillOrderCloudAsync(int n, string token)
    {
        var payments = $"/v1/orders/Incoming/{Stock.Name("order", n)}/payments";
        var (payment, transaction) = (Stock.Name("payment", n), Stock.Name("transaction", n));
        await SendAsync("POST", payments, $$$"""
            {"ID":"{{{payment}}}","Type":"CreditCard","Amount":1000.00,"Accepted":true,"CreditCardID":"card-1",
            "Description":"by card","xp":{"gift":{"from":["Ada"]},"n":1.5}}
            """, token);
        await SendAsync("POST", payments, $$"""
            {"ID":"{{Stock.Name("unpaid", n)}}","Type":"PurchaseOrder","Amount":10.00,"Accepted":false}
            """, token);
        await SendAsync("POST", $"{payments}/{payment}/transactions", $$"""
            {"ID":"{{transaction}}","Type":"CreditCardAuthorization","Amount":1000.00,"Succeeded":true,
            "DateExecuted":"2026-03-05T08:09:10+00:00"}
            """, token);
    }

    private async Task<string> GiveCreditAsync(int n, Callers callers)
    {
        var draft = new Draft
        {
            Number = -1 - n,
            Operation = Operation.All.Single(operation => operation.Function == "CommerceHubCredit"),
            Organization = Callers.Fuzzed,
            Method = "POST",
            Segments = ["payments", "v1", "credits"],
            Proof = Proof.Right,
            Json = JsonText.Parse("""
                {"amount":{"total":1.00,"currency":"USD"},
                "source":{"sourceType":"PaymentToken","tokenData":"token-1","tokenSource":"TRANSARMOR"}}
                """),
        };
        var written = RequestBytes.Write(draft, callers);
        using var connection = new RawConnection(http.BaseAddress!.Host, http.BaseAddress.Port);
        var response = await connection.SendAsync(
            (byte[])[.. written.Head, .. written.Body], isHead: false, isOdd: false, CancellationToken.None);
        Assert.True(response.Status == 201, $"The stock's credit: {response}");
        var body = JsonNode.Parse(response.Text)!;
        return body["gatewayResponse"]!["transactionProcessingDetails"]!["transactionId"]!.GetValue<string>();
    }

    private async Task SendAsync(string method, string path, string body, string? token = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = token is null
            ? new AuthenticationHeaderValue(
                "Basic",
                Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Callers.Fuzzed}-{Callers.Secret}:")))
            : new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(
            response.IsSuccessStatusCode,
            string.Create(CultureInfo.InvariantCulture, $"The stock: {method} {path} {response.StatusCode} {text}"));
    }

    /// <summary>From the header of a token.</summary>
    private static string ReadKeyId(string token)
    {
        var header = System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[0]);
        using var parsed = JsonDocument.Parse(header);
        return parsed.RootElement.GetProperty("kid").GetString()!;
    }
}
