using System.Text;
using Payments.Dialects.Flow.Lists;

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
        var response = await OperationOf(list)(request, organization, default);
        return new FlowAnswer(response.Status, Encoding.UTF8.GetString(response.Body.Span));
    }

    /// <summary>A field of each of a list.</summary>
    public async Task<string[]> Ask(string list, string query, string field)
    {
        var answer = await Ask(list, query);
        Assert.True(answer.Status == 200, $"{answer.Status} {answer.Text}");
        return [.. Enumerable.Range(0, answer.Body.GetArrayLength()).Select(index => answer.Of($"{index}.{field}"))];
    }

    private Func<WireRequest, string, CancellationToken, Task<WireResponse>> OperationOf(string list) => list switch
    {
        "credit/payments" => service.Get<FlowCreditPaymentLists>().GetAsync,
        "credit/payments/versions" => service.Get<FlowCreditPaymentLists>().GetVersionsAsync,
        "refunds" => service.Get<FlowRefundLists>().GetAsync,
        "refunds/versions" => service.Get<FlowRefundLists>().GetVersionsAsync,
        "captures" => service.Get<FlowCaptureLists>().GetAsync,
        "captures/versions" => service.Get<FlowCaptureLists>().GetVersionsAsync,
        "authorizations" => service.Get<FlowAuthorizationLists>().GetAsync,
        "authorizations/versions" => service.Get<FlowAuthorizationLists>().GetVersionsAsync,
        _ => throw new ArgumentException($"There is no list {list}.", nameof(list)),
    };
}
