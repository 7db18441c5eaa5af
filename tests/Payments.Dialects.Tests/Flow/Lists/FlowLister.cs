using System.Text;
using Payments.Dialects.Flow;
using Payments.Dialects.Flow.Authorizations;
using Payments.Dialects.Flow.Captures;
using Payments.Dialects.Flow.CreditPayments;
using Payments.Dialects.Flow.Refunds;
using Payments.Dialects.Wire;

namespace Payments.Dialects.Tests.Flow.Lists;

/// <summary>A shop that reads lists, as organization <c>demo</c> unless it says otherwise.</summary>
public sealed class FlowLister(
    ServiceUnderTest service, string token = "demo-flow-token", string organization = "demo")
{
    public static readonly string[] Lists =
    [
        "credit/payments", "refunds", "captures", "authorizations",
        "credit/payments/versions", "refunds/versions", "captures/versions", "authorizations/versions",
    ];

    /// <summary>A list by its path, such as <c>refunds/versions</c>.</summary>
    public async Task<FlowAnswer> Ask(string list, string query = "")
    {
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{token}:"));
        var request = ServiceUnderTest.Request(
            "GET", $"/{organization}/{list}{query}", null, ("Authorization", $"Basic {basic}"));
        var response = await service.FlowAsync(
            request, organization, call => OperationOf(list)(call, default));
        return new FlowAnswer(response.Status, Encoding.UTF8.GetString(response.Body.Span));
    }

    /// <summary>A field of each item of a list.</summary>
    public async Task<string[]> Ask(string list, string query, string field)
    {
        var answer = await Ask(list, query);
        Assert.True(answer.Status == 200, $"{answer.Status} {answer.Text}");
        return [.. Enumerable.Range(0, answer.Body.GetArrayLength()).Select(index => answer.Of($"{index}.{field}"))];
    }

    private Func<FlowCall, CancellationToken, Task<WireResponse>> OperationOf(string list) => list switch
    {
        "credit/payments" => service.Get<FlowCreditPayments>().ListAsync,
        "credit/payments/versions" => service.Get<FlowCreditPayments>().ListVersionsAsync,
        "refunds" => service.Get<FlowRefunds>().ListAsync,
        "refunds/versions" => service.Get<FlowRefunds>().ListVersionsAsync,
        "captures" => service.Get<FlowCaptures>().ListAsync,
        "captures/versions" => service.Get<FlowCaptures>().ListVersionsAsync,
        "authorizations" => service.Get<FlowAuthorizations>().ListAsync,
        "authorizations/versions" => service.Get<FlowAuthorizations>().ListVersionsAsync,
        _ => throw new ArgumentException($"There is no list {list}.", nameof(list)),
    };
}
